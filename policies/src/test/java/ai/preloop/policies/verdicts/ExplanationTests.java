package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.VerdictFixtures.NIGHTLY;
import static ai.preloop.policies.verdicts.VerdictFixtures.NOW;
import static ai.preloop.policies.verdicts.VerdictFixtures.bash;
import static ai.preloop.policies.verdicts.VerdictFixtures.call;
import static ai.preloop.policies.verdicts.VerdictFixtures.document;
import static ai.preloop.policies.verdicts.VerdictFixtures.policy;
import static ai.preloop.policies.verdicts.VerdictFixtures.tool;
import static ai.preloop.policies.verdicts.VerdictFixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What people are told of how a verdict came about. */
class ExplanationTests {

  @Test
  void deniesACallWithoutTheReasonThatIsWantedInOneSentenceEverywhere() {
    CompiledPolicy policy = bash("justification: required");
    Call call = call("bash", "{}");
    Call silent = new Call(call.caller(), call.tool(), call.arguments(), " ", call.now(), false);
    Verdict verdict = policy.judge(silent);

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny -> {
              assertThat(deny.cause()).isEqualTo(Verdict.Cause.ARGUMENTS);
              assertThat(deny.message())
                  .isEqualTo(
                      "This tool wants to know why it is called: give the reason in justification.");
            });
    assertThat(policy.explain(silent).verdict()).isEqualTo(verdict);
    assertThat(policy.replay(new RecordedCall(silent, "{}", false, true)))
        .isEqualTo(new Replay.Certain(verdict));
    assertThat(word(policy.judge(call))).isEqualTo("allow");
  }

  @Test
  void namesTheOtherArgumentWhereTheToolHasAJustificationOfItsOwn() {
    KnownTool own =
        new KnownTool(
            "shell",
            "bash",
            "mcp",
            Map.of("properties", Map.of("justification", Map.of())),
            KnownTool.Hints.UNTRUSTED);
    PolicyDocument wanted = document("o1", "tools: [ { name: bash, justification: required } ]");
    CompiledPolicy policy = CompiledPolicy.compile(1, List.of(wanted), List.of(own));
    Call silent = new Call(NIGHTLY, CalledTool.of(own), () -> new byte[0], "", NOW, false);

    assertThat(policy.judge(silent))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny -> assertThat(deny.message()).endsWith("in preloop_justification."));
  }

  @Test
  void hasEveryRuleThatWasTriedInOrderWithWhatItRead() {
    CompiledPolicy policy =
        bash(
            """
            conditions:
              - { expression: "args.amount > 500 && tool.server == 'bank'", action: deny }
              - { expression: "args.to.name == 'eve'", action: deny, mode: shadow }
              - { expression: "args.amount > limit.max", action: deny, condition_type: cel }
              - { expression: "principal.name == 'nightly-job'", action: allow }
              - { expression: "now > timestamp('2026-01-01T00:00:00Z')", action: deny }
            """
                .replace("limit.max", "args.max"));

    assertThat(told(policy, "{'amount':700,'to':{'name':'eve'}}"))
        .containsExactly(
            "1 not_matched args.amount=700 tool.server=\"shell\"",
            "2 matched args.to.name=\"eve\"",
            "3 error args.amount=700 args.max",
            "4 skipped principal.name=\"nightly-job\"",
            "5 matched now=\"2026-11-21T10:00:00Z\"");
  }

  @Test
  void givesTheVerdictThatJudgingGives() {
    CompiledPolicy policy = bash("conditions: [ { expression: args.a == 1, action: deny } ]");
    Call call = call("bash", "{'a':1}");

    assertThat(policy.explain(call).verdict()).isEqualTo(policy.judge(call));
  }

  @Test
  void showsNoSecret() {
    CompiledPolicy policy =
        bash("conditions: [ { expression: \"args.password == 'x' || args.env.size() > 3\" } ]");

    assertThat(told(policy, "{'password':'hunter2','env':{'API_KEY':'abcdef','a':1}}").toString())
        .contains("args.password=\"[redacted]\"")
        .contains("\"a\":1")
        .doesNotContain("hunter2")
        .doesNotContain("abcdef");
  }

  @Test
  void saysWhatHoldsWhereNoRuleSpeaks() {
    CompiledPolicy policy =
        policy("defaults: { unknown_tools: deny }\ntools: [ { name: bash } ]\n");

    assertThat(steps(policy, call("bash", "{}"))).containsExactly("otherwise allow of bash");
    assertThat(steps(policy, call("other", "{}"))).containsExactly("unknown tools of null");
  }

  @Test
  void isThereForEachOwnerAndSubject() {
    CompiledPolicy policy =
        policy(
            "tools: [ { name: bash, conditions: [ { expression: args.a == 1, action: deny } ] } ]",
            "tools: [ { name: \"*\", source: shell, conditions: [ { expression: args.a == 2 } ], otherwise: allow } ]",
            "subjects: [ { type: api_key, name: nightly-job, tools: [ { name: bash, otherwise: allow } ] } ]");
    Explanation explanation = policy.explain(call(NIGHTLY, tool("bash"), "{'a':3}"));

    assertThat(word(explanation.verdict())).isEqualTo("allow");
    assertThat(explanation.tried())
        .extracting(each -> each.step().rule())
        .extracting(rule ->
            "%s %s %s %d".formatted(rule.owner(), rule.subject(), rule.entry(), rule.number()))
        .containsExactly(
            "o1 null bash 1",
            "o1 null bash 0",
            "o2 null * (shell) 1",
            "o2 null * (shell) 0",
            "o3 api_key nightly-job bash 0");
  }

  private static List<String> steps(CompiledPolicy policy, Call call) {
    return policy.explain(call).tried().stream()
        .map(each -> each.step().rule())
        .map(rule -> rule.description() + " of " + rule.entry())
        .toList();
  }

  private static List<String> told(CompiledPolicy policy, String args) {
    return policy.explain(call("bash", args)).tried().stream()
        .map(each ->
            each.step().rule().number()
                + " "
                + each.step().outcome().name().toLowerCase(Locale.ROOT)
                + each.values().stream().map(ExplanationTests::shown).collect(Collectors.joining()))
        .toList();
  }

  private static String shown(Explanation.Value value) {
    return " " + value.path() + (value.json() == null ? "" : "=" + value.json());
  }
}
