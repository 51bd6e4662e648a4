package ai.preloop.policies.testing;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.syntax.Fields;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import java.util.List;
import java.util.stream.Stream;

/** Makes of checked keys what is called: one tool, resource, prompt or model. */
record TargetReader(Findings findings) {

  private static final List<String> OF_MODELS =
      List.of("provider", "identifier", "request", "cost");

  SampleCall.Target target(Fields fields) {
    var named = Stream.of(Primitive.values()).filter(each -> isWritten(fields, each.word()));
    var primitives = named.toList();
    if (primitives.size() != 1) {
      findings.error(
          primitives.isEmpty() ? "key.missing" : "key.conflict",
          Paths.key(fields.path(), Primitive.TOOL.word()),
          "A call is of a `tool`, a `resource`, a `prompt` or a `model`: name one of them.");
    }
    var primitive = primitives.isEmpty() ? Primitive.TOOL : primitives.getFirst();
    ofOthers(primitive).stream()
        .filter(key -> isWritten(fields, key))
        .forEach(key -> report(fields, key, primitive));
    return new SampleCall.Target(
        primitive,
        fields.text(primitive == Primitive.MODEL ? "provider" : "server"),
        fields.text(primitive.word()),
        fields.text("source"),
        fields.text("identifier"));
  }

  /** The keys that mean nothing for it. */
  private static List<String> ofOthers(Primitive primitive) {
    return switch (primitive) {
      case TOOL -> OF_MODELS;
      case RESOURCE -> with(OF_MODELS, "source", "args", "justification");
      case PROMPT -> with(OF_MODELS, "source", "justification");
      case MODEL -> List.of("server", "source", "args", "justification");
    };
  }

  private static List<String> with(List<String> keys, String... more) {
    return Stream.concat(keys.stream(), Stream.of(more)).toList();
  }

  private void report(Fields fields, String key, Primitive primitive) {
    findings.error(
        "key.conflict",
        Paths.key(fields.path(), key),
        "The call of a %s has no `%s`.".formatted(primitive.word(), key));
  }

  private boolean isWritten(Fields fields, String key) {
    return findings.places().containsKey(Paths.key(fields.path(), key));
  }
}
