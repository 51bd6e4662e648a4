package ai.preloop.policies.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Conditions and facts for tests. */
final class ConditionFixtures {

  static final ConditionCompiler COMPILER = new ConditionCompiler();

  private static final Map<Variable, Object> FACTS =
      Map.of(
          Variable.TOOL,
          Map.of("name", "bash", "server", "shell", "read_only", false, "destructive", true),
          Variable.PRINCIPAL,
          Map.of("type", "api_key", "name", "nightly-job", "roles", List.of("ci")),
          Variable.AGENT,
          Map.of("id", "", "name", "", "kind", "", "tags", List.of()),
          Variable.SESSION,
          Map.of("id", "s1", "calls", 3L, "started_at", Instant.parse("2026-11-21T09:00:00Z")),
          Variable.FLOW,
          Map.of("id", "", "name", "", "execution_id", ""),
          Variable.JUSTIFICATION,
          "release 7",
          Variable.NOW,
          Instant.parse("2026-11-21T10:00:00Z"));

  private ConditionFixtures() {}

  static Condition compiled(String expression, Language language) {
    Compilation compilation = COMPILER.compile(expression, language, null);
    assertThat(compilation.defects()).filteredOn(Defect::error).isEmpty();
    return Objects.requireNonNull(compilation.condition());
  }

  static String outcome(String expression, Language language, String args) {
    byte[] json = args.getBytes(StandardCharsets.UTF_8);
    Outcome outcome =
        compiled(expression, language)
            .evaluate(variable ->
                variable == Variable.ARGS
                    ? Arguments.of(json)
                    : Objects.requireNonNull(FACTS.get(variable)));
    return switch (outcome) {
      case Outcome.Matched _ -> "matched";
      case Outcome.NotMatched _ -> "not";
      case Outcome.Failed _ -> "error";
      case Outcome.Unknown _ -> "unknown";
    };
  }

  static List<String> codes(String expression, @Nullable Map<String, Object> schema) {
    return COMPILER.compile(expression, Language.CEL, schema).defects().stream()
        .map(Defect::code)
        .toList();
  }
}
