package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.VerdictFixtures.NIGHTLY;
import static ai.preloop.policies.verdicts.VerdictFixtures.bash;
import static ai.preloop.policies.verdicts.VerdictFixtures.call;
import static ai.preloop.policies.verdicts.VerdictFixtures.policy;
import static ai.preloop.policies.verdicts.VerdictFixtures.tool;
import static ai.preloop.policies.verdicts.VerdictFixtures.verdict;
import static ai.preloop.policies.verdicts.VerdictFixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Justification;
import org.junit.jupiter.api.Test;

/** What one owner's entry says: which entry speaks, and which of its conditions. */
class EntryTests {

  @Test
  void letsTheMostSpecificEntryOfAnOwnerSpeak() {
    String entries =
        """
        tools:
          - { name: "*", source: shell, conditions: [ { action: deny, description: server } ] }
          - { name: bash, source: mcp, conditions: [ { action: deny, description: mcp exact } ] }
          - { name: "ba*", source: mcp, conditions: [ { action: deny, description: mcp longer } ] }
          - { name: "b*", source: mcp, conditions: [ { action: deny, description: mcp prefix } ] }
          - { name: bash, conditions: [ { action: deny, description: exact } ] }
          - { name: "*", conditions: [ { action: deny, description: star } ] }
          - { name: "*", source: builtin, conditions: [ { action: deny, description: builtin } ] }
        """;
    CompiledPolicy policy = policy(entries);
    assertThat(message(policy, tool("shell", "bash", "mcp"))).isEqualTo("server");
    assertThat(message(policy, tool("other", "bash", "mcp"))).isEqualTo("mcp exact");
    assertThat(message(policy, tool("other", "bat", "mcp"))).isEqualTo("mcp longer");
    assertThat(message(policy, tool("other", "bus", "mcp"))).isEqualTo("mcp prefix");
    assertThat(message(policy, tool("other", "car", "mcp"))).isEqualTo("star");
    assertThat(message(policy, tool("preloop", "bash", "builtin"))).isEqualTo("builtin");
  }

  @Test
  void takesTheFirstConditionThatMatches() {
    CompiledPolicy policy =
        bash(
            """
            conditions:
              - { expression: "args.x > 10", action: deny }
              - { expression: "args.x > 5", approval_workflow: second }
              - { expression: "args.x > 1", action: allow }
              - { expression: "args.x > 0", action: deny }
            otherwise: allow
            """);
    assertThat(verdict(policy, "{'x':11}")).isEqualTo("deny");
    assertThat(verdict(policy, "{'x':6}")).isEqualTo("ask second");
    assertThat(verdict(policy, "{'x':2}")).isEqualTo("allow");
    assertThat(verdict(policy, "{'x':1}")).isEqualTo("deny");
    assertThat(verdict(policy, "{'x':0}")).isEqualTo("allow");
  }

  @Test
  void asksByDefaultOnlyWhereAnAllowRuleIs() {
    String ask = "approval_workflow: first\n";
    String allow = "conditions: [ { expression: \"args.x == 1\", action: allow } ]\n";
    String deny = "conditions: [ { expression: \"args.x == 1\", action: deny } ]\n";
    assertThat(verdict(bash(ask + allow), "{'x':2}")).isEqualTo("ask first");
    assertThat(verdict(bash(ask + deny), "{'x':2}")).isEqualTo("allow");
    assertThat(verdict(bash(ask + allow + "otherwise: deny"), "{'x':2}")).isEqualTo("deny");
  }

  @Test
  void readsAnEntryWithoutConditions() {
    assertThat(verdict(bash("otherwise: deny\napproval_workflow: first"), "{}")).isEqualTo("deny");
    assertThat(verdict(bash("approval_workflow: first"), "{}")).isEqualTo("ask first");
    assertThat(verdict(bash("enabled: true"), "{}")).isEqualTo("allow");
  }

  @Test
  void recordsAndSkipsShadowRules() {
    CompiledPolicy policy =
        bash(
            """
            approval_workflow: first
            conditions:
              - { action: deny, mode: shadow }
              - { expression: "args.missing == 1", action: deny, mode: shadow }
              - { expression: "args.x == 1", action: allow, mode: shadow }
              - { expression: "args.x == 2", action: deny }
            """);
    Verdict verdict = policy.judge(call("bash", "{'x':1}"));
    assertThat(word(verdict)).isEqualTo("allow");
    assertThat(verdict.basis().steps().stream().map(Step::outcome))
        .containsExactly(
            Step.Outcome.MATCHED,
            Step.Outcome.ERROR,
            Step.Outcome.MATCHED,
            Step.Outcome.NOT_MATCHED,
            Step.Outcome.MATCHED);
    assertThat(verdict(policy, "{'x':2}")).isEqualTo("deny");
    assertThat(
            verdict(
                bash("approval_workflow: first\nconditions: [ { action: deny, mode: shadow } ]"),
                "{}"))
        .isEqualTo("ask first");
  }

  @Test
  void recordsAShadowDocumentAndDoesNotBind() {
    String shadow =
        """
        defaults: { mode: shadow, unknown_tools: deny }
        tools: [ { name: bash, justification: required, otherwise: deny } ]
        subjects: [ { type: api_key, name: nightly-job, tools: [ { name: bash, otherwise: deny } ] } ]
        """;
    Verdict verdict = policy(shadow).judge(call("bash", "{}"));
    assertThat(word(verdict)).isEqualTo("allow");
    assertThat(verdict.basis().steps())
        .filteredOn(step -> step.rule().entry() != null)
        .hasSize(2)
        .allMatch(step -> step.detail().contains("shadow"));
    Verdict unknown = policy(shadow).judge(call("other", "{}"));
    assertThat(word(unknown)).isEqualTo("allow");
    assertThat(unknown.basis().steps())
        .extracting(step -> step.rule().description() + ": " + step.detail())
        .containsExactly("unknown tools: shadow: does not bind");
    assertThat(policy(shadow).hidden(tool("bash"), NIGHTLY)).isFalse();
    assertThat(policy(shadow).justificationFor(tool("bash"), NIGHTLY))
        .isEqualTo(Justification.DISABLED);
  }

  @Test
  void triesOnlyDenialsAfterAnError() {
    String rules =
        """
        approval_workflow: first
        conditions:
          - { expression: "args.missing == 1", approval_workflow: second }
          - { expression: "args.x == 1", action: allow }
          - { expression: "args.x == 2", action: deny }
        """;
    Verdict verdict = bash(rules).judge(call("bash", "{'x':1}"));
    assertThat(word(verdict)).isEqualTo("ask second");
    assertThat(verdict.basis().steps().stream().map(Step::outcome))
        .containsExactly(Step.Outcome.ERROR, Step.Outcome.SKIPPED, Step.Outcome.NOT_MATCHED);
    assertThat(verdict(bash(rules), "{'x':2}")).isEqualTo("deny");
    assertThat(verdict(bash(rules + "otherwise: deny"), "{'x':1}")).isEqualTo("deny");
    assertThat(verdict(bash(rules + "otherwise: allow"), "{'x':1}")).isEqualTo("ask second");
  }

  @Test
  void deniesOnAnErrorWhereTheDefaultsSaySo() {
    String body =
        """
        defaults: { on_error: deny }
        tools: [ { name: bash, conditions: [ { expression: "args.x == 1", action: allow } ], otherwise: allow } ]
        """;
    assertThat(verdict(policy(body), "{}")).isEqualTo("deny");
    assertThat(verdict(policy(body), "{'x':2}")).isEqualTo("allow");
  }

  private static String message(CompiledPolicy policy, CalledTool tool) {
    return ((Verdict.Deny) policy.judge(call(NIGHTLY, tool, "{}"))).message();
  }
}
