package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.VerdictFixtures.NIGHTLY;
import static ai.preloop.policies.verdicts.VerdictFixtures.NOW;
import static ai.preloop.policies.verdicts.VerdictFixtures.bash;
import static ai.preloop.policies.verdicts.VerdictFixtures.call;
import static ai.preloop.policies.verdicts.VerdictFixtures.policy;
import static ai.preloop.policies.verdicts.VerdictFixtures.tool;
import static ai.preloop.policies.verdicts.VerdictFixtures.verdict;
import static ai.preloop.policies.verdicts.VerdictFixtures.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.syntax.Position;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompiledPolicyTests {

  private static final String FLAGSHIP =
      """
      approval_workflows:
        - { name: deploy-approval, timeout_seconds: 600, approver_users: [ana] }
      tools:
        - name: bash
          source: mcp
          justification: required
          approval_workflow: deploy-approval
          conditions:
            - expression: "args.command.matches(r'rm\\\\s+-[rf]+\\\\s+/(\\\\s|$)')"
              action: deny
              description: Refused by the platform team
            - expression: "args.command.contains('deploy') && args.command.contains('production')"
              action: require_approval
              description: Production deployments require approval
              approval_workflow: deploy-approval
          otherwise: allow
      """;

  @Test
  void decidesTheFlagshipAsItsWordsSay() {
    CompiledPolicy policy = policy(FLAGSHIP);
    assertThat(verdict(policy, "{'command':'ls -l'}")).isEqualTo("allow");
    assertThat(verdict(policy, "{'command':'deploy --env production'}"))
        .isEqualTo("ask deploy-approval");
    assertThat(policy.judge(call("bash", "{'command':'rm -rf / --no-preserve-root'}")))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny -> {
              assertThat(deny.message()).isEqualTo("Refused by the platform team");
              assertThat(deny.cause()).isEqualTo(Verdict.Cause.RULE);
            });
    assertThat(verdict(policy, "{'command':'rm -rf /tmp/x'}")).isEqualTo("allow");
    Verdict broken = policy.judge(call("bash", "{}"));
    assertThat(word(broken)).isEqualTo("ask deploy-approval");
    assertThat(broken.basis().errors()).hasSize(1);
    assertThat(policy.justificationFor(tool("bash"), NIGHTLY)).isEqualTo(Justification.REQUIRED);
  }

  @Test
  void namesWhatDecided() {
    Verdict verdict = policy(FLAGSHIP).judge(call("bash", "{'command':'deploy --env production'}"));
    Verdict.Basis basis = verdict.basis();
    assertThat(basis.policyVersion()).isEqualTo(7);
    assertThat(basis.rules())
        .containsExactly(
            new DecidingRule(
                "o1",
                null,
                "bash (mcp)",
                2,
                "Production deployments require approval",
                "args.command.contains('deploy') && args.command.contains('production')"));
    assertThat(basis.steps().stream().map(step -> step.rule().number() + " " + step.outcome()))
        .containsExactly("1 NOT_MATCHED", "2 MATCHED");
  }

  @Test
  void deniesWhatIsSwitchedOffOrFrozen() {
    CompiledPolicy policy = bash("otherwise: allow");
    CalledTool off =
        new CalledTool("shell", "bash", "mcp", KnownTool.Hints.UNTRUSTED, true, false, false);
    assertThat(policy.judge(call(NIGHTLY, off, "{}")))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny -> assertThat(deny.cause()).isEqualTo(Verdict.Cause.SWITCHED_OFF));
    assertThat(policy.judge(new Call(NIGHTLY, tool("bash"), () -> new byte[0], "", NOW, true)))
        .isInstanceOfSatisfying(
            Verdict.Deny.class, deny -> assertThat(deny.cause()).isEqualTo(Verdict.Cause.FROZEN));
    assertThat(verdict(bash("enabled: false\notherwise: allow"), "{}")).isEqualTo("deny");
    assertThat(
            verdict(
                policy("defaults: { mode: shadow }\ntools: [{ name: bash, enabled: false }]"),
                "{}"))
        .isEqualTo("deny");
  }

  @Test
  void deniesOnAFaultOfOurs() {
    CompiledPolicy policy =
        bash("conditions: [ { expression: \"true || args.x == 1\", action: allow } ]");
    Call call =
        new Call(
            NIGHTLY,
            tool("bash"),
            () -> {
              throw new IllegalStateException("boom");
            },
            "",
            NOW,
            false);
    assertThat(policy.judge(call))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny -> {
              assertThat(deny.cause()).isEqualTo(Verdict.Cause.INTERNAL_ERROR);
              assertThat(deny.message()).doesNotContain("boom");
            });
  }

  @Test
  void bindsArgumentsOnlyWhenARuleReadsThem() {
    CompiledPolicy policy =
        bash("conditions: [ { expression: \"tool.read_only\", action: deny } ]");
    Call call =
        new Call(
            NIGHTLY,
            tool("bash"),
            () -> {
              throw new AssertionError("not needed");
            },
            "",
            NOW,
            false);
    assertThat(word(policy.judge(call))).isEqualTo("allow");
  }

  @Test
  void refusesToCompileABrokenCondition() {
    Rule broken =
        new Rule(
            1,
            new Rule.Condition("args.x ==", Language.CEL),
            Action.DENY,
            null,
            null,
            Mode.ENFORCE,
            false,
            Position.UNKNOWN);
    ToolEntry entry =
        new ToolEntry(
            "bash",
            null,
            true,
            null,
            Justification.DISABLED,
            List.of(broken),
            null,
            Position.UNKNOWN);
    PolicyDocument document =
        new PolicyDocument(
            new PolicyDocument.Metadata("o1", Map.of()),
            List.of(),
            List.of(),
            List.of(entry),
            List.of(),
            null);
    assertThatThrownBy(() -> CompiledPolicy.compile(1, List.of(document), List.of()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Rule 1 of o1");
  }

  @Test
  void givesTheRulesEveryVariable() {
    CompiledPolicy policy =
        bash(
            """
            conditions:
              - expression: >-
                  principal.name == 'nightly-job' && tool.server == 'shell' && agent.id == '' &&
                  flow.id == '' && session.calls == 0 && justification == 'because' &&
                  now == timestamp('2026-11-21T10:00:00Z') && args.x == 1
                action: deny
            """);
    byte[] args = "{\"x\":1}".getBytes(StandardCharsets.UTF_8);
    Call call = new Call(NIGHTLY, tool("bash"), () -> args, "because", NOW, false);
    assertThat(word(policy.judge(call))).isEqualTo("deny");
  }
}
