package ai.preloop.policies.testing;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.syntax.Fields;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import java.util.List;
import java.util.stream.Stream;

/** Makes of checked keys what is called: one tool, one resource or one prompt. */
record TargetReader(Findings findings) {

  SampleCall.Target target(Fields fields) {
    var named = Stream.of(Primitive.values()).filter(each -> isWritten(fields, each.word()));
    var primitives = named.toList();
    if (primitives.size() != 1) {
      findings.error(
          primitives.isEmpty() ? "key.missing" : "key.conflict",
          Paths.key(fields.path(), Primitive.TOOL.word()),
          "A call is of a `tool`, a `resource` or a `prompt`: name one of them.");
    }
    var primitive = primitives.isEmpty() ? Primitive.TOOL : primitives.getFirst();
    ofOthers(primitive).stream()
        .filter(key -> isWritten(fields, key))
        .forEach(key -> report(fields, key, primitive));
    return new SampleCall.Target(
        primitive, fields.text("server"), fields.text(primitive.word()), fields.text("source"));
  }

  /** The keys that mean nothing for it. */
  private static List<String> ofOthers(Primitive primitive) {
    return switch (primitive) {
      case TOOL -> List.of();
      case RESOURCE -> List.of("source", "args", "justification");
      case PROMPT -> List.of("source", "justification");
    };
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
