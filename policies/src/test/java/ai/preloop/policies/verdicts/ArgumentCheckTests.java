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

  private static final Map<String, Object> REMOTE =
      Map.of("properties", Map.of("x", Map.of("$ref", "http://127.0.0.1:1/schema.json")));
  private static final Map<String, Object> NOT_LINEAR =
      Map.of("properties", Map.of("x", Map.of("type", "string", "pattern", "^(?=a)(a+)+$")));

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
  void asksWhereTheSchemaCannotBeUsed() {
    for (Map<String, Object> schema : List.of(REMOTE, NOT_LINEAR)) {
      assertThat(ArgumentCheck.canUse(schema)).isFalse();
      Verdict verdict = judged(schema, VerdictFixtures.WORKFLOWS + "defaults: %s");
      assertThat(VerdictFixtures.word(verdict)).isEqualTo("ask first");
      assertThat(verdict.basis().errors())
          .extracting(Step::detail)
          .containsExactly("the arguments were not checked");
      assertThat(verdict.basis().rules())
          .extracting(DecidingRule::description)
          .containsExactly("tools whose schema cannot be used");
    }
  }

  @Test
  void followsOnErrorWhereTheSchemaCannotBeUsed() {
    assertThat(judged(REMOTE, "defaults: { on_error: deny }")).isInstanceOf(Verdict.Deny.class);
    assertThat(judged(REMOTE, "defaults: { mode: shadow, on_error: deny }"))
        .isInstanceOf(Verdict.Deny.class);
    assertThat(judged(REMOTE, "defaults: { on_error: deny, validate_arguments: false }"))
        .isInstanceOfSatisfying(
            Verdict.Allow.class, allow -> assertThat(allow.basis().errors()).isEmpty());
    assertThat(judged(SCHEMA, "defaults: { on_error: deny }")).isInstanceOf(Verdict.Allow.class);
    assertThat(judged(Map.of(), "defaults: { on_error: deny }")).isInstanceOf(Verdict.Allow.class);
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

  private static Verdict judged(Map<String, Object> schema, String body) {
    KnownTool tool = new KnownTool("shell", "bash", "mcp", schema, KnownTool.Hints.UNTRUSTED);
    String document = body.replace("%s", "{ default_approval_workflow: first }");
    return CompiledPolicy.compile(
            1, List.of(VerdictFixtures.document("o", document)), List.of(tool))
        .judge(VerdictFixtures.call("bash", "{\"amount\":1}"));
  }

  private static String problem(String arguments) {
    return ArgumentCheck.of(SCHEMA).problem(() -> bytes(arguments)).orElse("");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
