package ai.preloop.policies.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.KnownTool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentCheckTests {

  private static final Map<String, Object> SCHEMA =
      Map.of(
          "type",
          "object",
          "required",
          List.of("amount"),
          "additionalProperties",
          false,
          "properties",
          Map.of(
              "amount", Map.of("type", "integer", "maximum", 10),
              "password", Map.of("type", "string", "pattern", "^[a-z]+$", "maxLength", 8),
              "mode", Map.of("enum", List.of("fast", "slow"))));

  @Test
  void acceptsWhatFits() {
    assertThat(problem("{\"amount\":3,\"mode\":\"fast\"}")).isEmpty();
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThat(problem("{}")).contains("`amount` is missing");
    assertThat(problem("")).contains("`amount` is missing");
    assertThat(problem("{\"amount\":\"x\"}")).contains("`/amount` must be \"integer\"");
    assertThat(problem("{\"amount\":11}")).contains("maximum 10");
    assertThat(problem("{\"amount\":1,\"amont\":1}")).contains("must not have `amont`");
    assertThat(problem("{\"amount\":1,\"mode\":\"x\"}")).contains("one of [\"fast\",\"slow\"]");
    assertThat(problem("[]")).contains("must be \"object\"");
    assertThat(problem("{")).contains("not readable");
  }

  @Test
  void repeatsNoValue() {
    assertThat(problem("{\"amount\":1,\"password\":\"HUNTER2-HUNTER2\"}"))
        .contains("password")
        .doesNotContain("HUNTER2");
    assertThat(problem("{\"amount\":\"HUNTER2\",\"mode\":\"HUNTER2\"}")).doesNotContain("HUNTER2");
  }

  @Test
  void followsNothingRemoteAndChecksNothingThen() {
    Map<String, Object> remote =
        Map.of("properties", Map.of("x", Map.of("$ref", "http://127.0.0.1:1/schema.json")));
    assertThat(ArgumentCheck.of(remote).problem(() -> bytes("{\"x\":1}"))).isEmpty();
  }

  @Test
  void survivesAPatternThatIsNotLinear() {
    Map<String, Object> schema =
        Map.of("properties", Map.of("x", Map.of("type", "string", "pattern", "^(?=a)(a+)+$")));
    assertThat(ArgumentCheck.of(schema).problem(() -> bytes("{\"x\":\"b\"}"))).isEmpty();
  }

  @Test
  void isSwitchedOffByTheDefaults() {
    KnownTool tool = new KnownTool("shell", "bash", "mcp", SCHEMA, KnownTool.Hints.UNTRUSTED);
    var checking = CompiledPolicy.compile(1, List.of(), List.of(tool));
    var open =
        CompiledPolicy.compile(
            1,
            List.of(VerdictFixtures.document("o", "defaults: { validate_arguments: false }")),
            List.of(tool));
    assertThat(checking.judge(VerdictFixtures.call("bash", "{}")))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny -> assertThat(deny.cause()).isEqualTo(Verdict.Cause.ARGUMENTS));
    assertThat(open.judge(VerdictFixtures.call("bash", "{}"))).isInstanceOf(Verdict.Allow.class);
    var shadow =
        CompiledPolicy.compile(
            1, List.of(VerdictFixtures.document("o", "defaults: { mode: shadow }")), List.of(tool));
    assertThat(shadow.judge(VerdictFixtures.call("bash", "{}"))).isInstanceOf(Verdict.Deny.class);
  }

  private static String problem(String arguments) {
    return ArgumentCheck.of(SCHEMA).problem(() -> bytes(arguments)).orElse("");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
