package ai.preloop.activities.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.CompiledPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RulesTests {

  @Test
  void haveWhatDecided() {
    assertThat(recorded("tools: [ { name: bash, otherwise: allow } ]", RulesTests::nothing))
        .isEqualTo("[{\"owner\":\"team\",\"number\":0,\"description\":\"otherwise allow\"}]");
  }

  @Test
  void haveWhatARuleInShadowWouldHaveSaid() {
    String tools =
        """
        tools: [ { name: bash, otherwise: allow, conditions: [
          { expression: "true", mode: shadow, action: deny, description: would refuse },
          { expression: "false", mode: shadow, action: deny } ] } ]
        """;

    assertThat(recorded(tools, RulesTests::nothing))
        .contains("\"number\":0,\"description\":\"otherwise allow\"}")
        .endsWith("\"number\":1,\"description\":\"would refuse\",\"shadow\":\"deny\"}]");
  }

  @Test
  void haveWhatADocumentInShadowWouldHaveSaid() {
    String asks =
        """
        approval_workflows: [ { name: w } ]
        defaults: { mode: shadow }
        tools: [ { name: bash, otherwise: deny, conditions: [
          { expression: "true", action: require_approval, approval_workflow: w } ] } ]
        """;

    assertThat(recorded(asks, RulesTests::nothing)).contains("\"number\":1,\"shadow\":\"ask\"");
    assertThat(
            recorded(
                "defaults: { mode: shadow }\ntools: [ { name: bash, otherwise: deny } ]",
                RulesTests::nothing))
        .contains("\"description\":\"otherwise deny\",\"shadow\":\"deny\"");
  }

  @Test
  void haveTheConditionsThatCouldNotBeEvaluated() {
    String tools =
        """
        tools: [ { name: bash, otherwise: allow, conditions: [
          { expression: "args.x == 1", mode: shadow, action: deny } ] } ]
        """;

    assertThat(recorded(tools, RulesTests::nothing)).contains("\"number\":1,\"error\":\"");
  }

  @Test
  void sayThatNobodyCouldBeAsked() {
    assertThat(
            recorded("tools: [ { name: bash, otherwise: require_approval } ]", RulesTests::nothing))
        .contains("names no approval workflow", "\"owner\":\"team\"");
  }

  @Test
  void sayFirstThatTheFaultWasOurs() {
    String tools =
        """
        tools: [ { name: bash, conditions: [ { expression: "args.x == 1", action: deny } ] } ]
        """;

    assertThat(
            recorded(
                tools,
                () -> {
                  throw new IllegalStateException("boom");
                }))
        .startsWith("[{\"description\":\"This call cannot be judged now")
        .doesNotContain("boom");
  }

  private static byte[] nothing() {
    return "{}".getBytes(StandardCharsets.UTF_8);
  }

  private static String recorded(String rest, Supplier<byte[]> arguments) {
    String text = "version: \"1.0\"\nmetadata: { name: team }\n" + rest;
    var reading =
        new PolicyReader()
            .read(text.getBytes(StandardCharsets.UTF_8), Surroundings.offline(Map.of()));
    CompiledPolicy policy =
        CompiledPolicy.compile(7, List.of(Objects.requireNonNull(reading.document())), List.of());
    KnownTool bash = new KnownTool("shell", "bash", "mcp", Map.of(), KnownTool.Hints.UNTRUSTED);
    Caller caller =
        Caller.of(
            new Caller.Principal("api_key", "1", "key", "ana", List.of(), List.of(), List.of()));
    Call call = new Call(caller, CalledTool.of(bash), arguments, "", Instant.EPOCH, false);
    return Objects.requireNonNull(Rules.of(policy.judge(call)).rule());
  }
}
