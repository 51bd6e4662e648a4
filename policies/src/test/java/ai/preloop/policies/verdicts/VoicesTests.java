package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.VerdictFixtures.ANA;
import static ai.preloop.policies.verdicts.VerdictFixtures.NIGHTLY;
import static ai.preloop.policies.verdicts.VerdictFixtures.WORKFLOWS;
import static ai.preloop.policies.verdicts.VerdictFixtures.bash;
import static ai.preloop.policies.verdicts.VerdictFixtures.call;
import static ai.preloop.policies.verdicts.VerdictFixtures.policy;
import static ai.preloop.policies.verdicts.VerdictFixtures.principal;
import static ai.preloop.policies.verdicts.VerdictFixtures.tool;
import static ai.preloop.policies.verdicts.VerdictFixtures.verdict;
import static ai.preloop.policies.verdicts.VerdictFixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.KnownTool;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of several voices: owners, subjects, defaults, and whom an ask asks. */
class VoicesTests {

  @Test
  void letsTheStrictestOwnerWin() {
    String allow = "tools: [ { name: bash, otherwise: allow } ]";
    String ask = WORKFLOWS + "tools: [ { name: bash, approval_workflow: first } ]";
    String askToo = WORKFLOWS + "tools: [ { name: bash, approval_workflow: second } ]";
    String deny = "tools: [ { name: bash, otherwise: deny } ]";
    assertThat(verdict(policy(allow, ask), "{}")).isEqualTo("ask first");
    assertThat(verdict(policy(ask, deny, allow), "{}")).isEqualTo("deny");
    assertThat(verdict(policy(ask, askToo, allow), "{}")).isEqualTo("ask first+second");
  }

  @Test
  void hearsSubjectsAsMoreOwners() {
    String body =
        """
        tools: [ { name: bash, otherwise: allow } ]
        subjects:
          - { type: api_key, name: nightly-job, tools: [ { name: "*", conditions: [ { action: deny, expression: "!tool.read_only" } ] } ] }
          - { type: agent, name: coder, tools: [ { name: bash, otherwise: deny } ] }
          - { type: flow, name: release, tools: [ { name: bash, otherwise: deny } ] }
        """;
    CompiledPolicy policy = policy(body);
    assertThat(word(policy.judge(call(NIGHTLY, tool("bash"), "{}")))).isEqualTo("deny");
    assertThat(word(policy.judge(call(ANA, tool("bash"), "{}")))).isEqualTo("allow");
    assertThat(
            word(
                policy.judge(
                    call(Caller.of(principal("user", "nightly-job")), tool("bash"), "{}"))))
        .isEqualTo("allow");
    Caller agent =
        new Caller(
            ANA.principal(),
            new Caller.Agent("a1", "coder", "claude", List.of()),
            Caller.Session.NONE,
            Caller.Flow.NONE);
    Caller flow =
        new Caller(
            ANA.principal(),
            Caller.Agent.NONE,
            Caller.Session.NONE,
            new Caller.Flow("f1", "release", "x1"));
    assertThat(word(policy.judge(call(agent, tool("bash"), "{}")))).isEqualTo("deny");
    assertThat(word(policy.judge(call(flow, tool("bash"), "{}")))).isEqualTo("deny");
  }

  @Test
  void loosensOnlyAnOverridableAskByAMatchingRule() {
    String loosening =
        "subjects: [ { type: api_key, name: nightly-job, tools: [ { name: bash, conditions: [ { expression: \"args.x == 1\", action: allow } ], otherwise: allow } ] } ]";
    String ask =
        WORKFLOWS
            + "tools: [ { name: bash, conditions: [ { approval_workflow: first, overridable: true } ] } ]\n";
    String firm =
        WORKFLOWS + "tools: [ { name: bash, conditions: [ { approval_workflow: second } ] } ]\n";
    String deny = "tools: [ { name: bash, conditions: [ { action: deny } ] } ]\n";
    assertThat(verdict(policy(ask + loosening), "{'x':1}")).isEqualTo("allow");
    assertThat(verdict(policy(ask + loosening), "{'x':2}")).isEqualTo("ask first");
    assertThat(verdict(policy(firm + loosening), "{'x':1}")).isEqualTo("ask second");
    assertThat(verdict(policy(ask + loosening, firm), "{'x':1}")).isEqualTo("ask second");
    assertThat(verdict(policy(ask + loosening, deny), "{'x':1}")).isEqualTo("deny");
    assertThat(verdict(policy(ask, "defaults: { mode: shadow }\n" + loosening), "{'x':1}"))
        .isEqualTo("ask first");
  }

  @Test
  void asksAboutAChangedDefinitionWhomTheToolsEntryNames() {
    CalledTool changed =
        new CalledTool("shell", "bash", "mcp", KnownTool.Hints.UNTRUSTED, false, false, true);
    String named =
        WORKFLOWS + "tools: [ { name: bash, approval_workflow: second, otherwise: allow } ]";
    String unnamed = "tools: [ { name: bash, otherwise: allow } ]";

    assertThat(word(policy(named).judge(call(NIGHTLY, changed, "{}")))).isEqualTo("ask second");
    assertThat(
            word(
                policy("defaults: { default_approval_workflow: first }\n" + named)
                    .judge(call(NIGHTLY, changed, "{}"))))
        .isEqualTo("ask second");
    assertThat(word(policy(unnamed).judge(call(NIGHTLY, changed, "{}")))).isEqualTo("deny");
    assertThat(
            word(
                policy(
                        named,
                        WORKFLOWS
                            + "tools: [ { name: bash, approval_workflow: first, otherwise: allow } ]")
                    .judge(call(NIGHTLY, changed, "{}"))))
        .isEqualTo("ask second+first");
  }

  @Test
  void joinsAChangedDefinitionAsOneMoreVerdict() {
    CalledTool changed =
        new CalledTool("shell", "bash", "mcp", KnownTool.Hints.UNTRUSTED, false, false, true);
    String allow = "tools: [ { name: bash, otherwise: allow } ]\n";
    String marked =
        "approval_workflows: [ { name: all, is_default: true, approver_users: [ana] } ]\n";
    assertThat(word(policy(marked + allow).judge(call(NIGHTLY, changed, "{}"))))
        .isEqualTo("ask all");
    assertThat(
            word(
                policy(allow + "defaults: { on_definition_change: hold }")
                    .judge(call(NIGHTLY, changed, "{}"))))
        .isEqualTo("deny");
    assertThat(
            word(
                policy(allow + "defaults: { on_definition_change: allow }")
                    .judge(call(NIGHTLY, changed, "{}"))))
        .isEqualTo("allow");
    String deny = "tools: [ { name: bash, otherwise: deny } ]\n";
    assertThat(word(policy(marked + deny).judge(call(NIGHTLY, changed, "{}")))).isEqualTo("deny");
  }

  @Test
  void judgesUnknownAndNewToolsByTheDefaults() {
    CalledTool added =
        new CalledTool("shell", "zsh", "mcp", KnownTool.Hints.UNTRUSTED, false, true, false);
    String marked =
        "approval_workflows: [ { name: all, is_default: true, approver_users: [ana] } ]\n";
    assertThat(word(policy(marked).judge(call("zsh", "{}")))).isEqualTo("allow");
    assertThat(word(policy(marked).judge(call(NIGHTLY, added, "{}")))).isEqualTo("ask all");
    assertThat(
            word(
                policy(marked + "defaults: { require_approval_for_new_tools: false }")
                    .judge(call(NIGHTLY, added, "{}"))))
        .isEqualTo("allow");
    assertThat(
            word(
                policy(marked + "defaults: { unknown_tools: deny }")
                    .judge(call(NIGHTLY, added, "{}"))))
        .isEqualTo("deny");
    assertThat(
            word(
                policy(marked + "defaults: { unknown_tools: require_approval }")
                    .judge(call("zsh", "{}"))))
        .isEqualTo("ask all");
    String entry = "tools: [ { name: zsh, otherwise: allow } ]\n";
    assertThat(word(policy(marked + entry).judge(call(NIGHTLY, added, "{}")))).isEqualTo("allow");
    String subject =
        "subjects: [ { type: api_key, name: nightly-job, tools: [ { name: zsh, conditions: [ { action: allow } ] } ] } ]\n";
    assertThat(word(policy(marked + subject).judge(call(NIGHTLY, added, "{}"))))
        .isEqualTo("ask all");
    assertThat(
            word(
                policy(marked + subject + "defaults: { unknown_tools: deny }")
                    .judge(call("zsh", "{}"))))
        .isEqualTo("deny");
  }

  @Test
  void resolvesTheWorkflowFromRuleToToolToDefaults() {
    String rule =
        "conditions: [ { expression: \"args.x == 1\", approval_workflow: second }, { expression: \"args.x == 2\" } ]\n";
    CompiledPolicy both = bash("approval_workflow: first\n" + rule);
    assertThat(verdict(both, "{'x':1}")).isEqualTo("ask second");
    assertThat(verdict(both, "{'x':2}")).isEqualTo("ask first");
    String ask = "tools: [ { name: bash, otherwise: require_approval } ]\n";
    assertThat(
            verdict(
                policy(WORKFLOWS + ask + "defaults: { default_approval_workflow: second }"), "{}"))
        .isEqualTo("ask second");
    String marked =
        "approval_workflows: [ { name: all, is_default: true, approver_users: [ana] } ]\n";
    assertThat(verdict(policy(ask, marked), "{}")).isEqualTo("ask all");
    assertThat(policy(ask).judge(call("bash", "{}")))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny -> {
              assertThat(deny.cause()).isEqualTo(Verdict.Cause.NO_WORKFLOW);
              assertThat(deny.message()).contains("no approval workflow");
            });
  }

  @Test
  void meansTheDocumentsOwnWorkflowFirst() {
    String mine =
        "approval_workflows: [ { name: same, timeout_seconds: 31, approver_users: [ana] } ]\ntools: [ { name: bash, approval_workflow: same } ]";
    String other =
        "approval_workflows: [ { name: same, timeout_seconds: 99, approver_users: [ana] } ]\n";
    Verdict verdict = policy(other, mine).judge(call("bash", "{}"));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Ask.class,
            ask -> assertThat(ask.workflows().getFirst().timing().timeoutSeconds()).isEqualTo(31));
  }
}
