package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.VerdictFixtures.ANA;
import static ai.preloop.policies.verdicts.VerdictFixtures.NIGHTLY;
import static ai.preloop.policies.verdicts.VerdictFixtures.NOW;
import static ai.preloop.policies.verdicts.VerdictFixtures.WORKFLOWS;
import static ai.preloop.policies.verdicts.VerdictFixtures.bash;
import static ai.preloop.policies.verdicts.VerdictFixtures.call;
import static ai.preloop.policies.verdicts.VerdictFixtures.policy;
import static ai.preloop.policies.verdicts.VerdictFixtures.principal;
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
import ai.preloop.policies.documents.Position;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.problems.ProblemException;
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
        .hasSize(2)
        .allMatch(step -> step.detail().contains("shadow"));
    assertThat(word(policy(shadow).judge(call("other", "{}")))).isEqualTo("allow");
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
  void hidesWhatIsOffOrAlwaysDenied() {
    assertThat(bash("enabled: false").hidden(tool("bash"), NIGHTLY)).isTrue();
    assertThat(bash("otherwise: deny").hidden(tool("bash"), NIGHTLY)).isTrue();
    assertThat(bash("conditions: [ { action: deny } ]").hidden(tool("bash"), NIGHTLY)).isTrue();
    String some = "conditions: [ { expression: \"args.x == 1\", action: %s }, { action: deny } ]";
    assertThat(bash(some.formatted("deny")).hidden(tool("bash"), NIGHTLY)).isTrue();
    assertThat(bash(some.formatted("allow")).hidden(tool("bash"), NIGHTLY)).isFalse();
    assertThat(bash("approval_workflow: first").hidden(tool("bash"), NIGHTLY)).isFalse();
    assertThat(bash("conditions: [ { action: deny, mode: shadow } ]").hidden(tool("bash"), NIGHTLY))
        .isFalse();
    CompiledPolicy unknown = policy("defaults: { unknown_tools: deny }");
    assertThat(unknown.hidden(tool("zsh"), NIGHTLY)).isTrue();
    CompiledPolicy subject =
        policy(
            "subjects: [ { type: api_key, name: nightly-job, tools: [ { name: bash, otherwise: deny } ] } ]");
    assertThat(subject.hidden(tool("bash"), NIGHTLY)).isTrue();
    assertThat(subject.hidden(tool("bash"), ANA)).isFalse();
  }

  @Test
  void saysBeforeACallOnlyWhatHoldsForAll() {
    assertThat(policy("").outlook(tool("bash"), ANA).kind()).isEqualTo(Outlook.Kind.ALLOW);
    assertThat(bash("enabled: false").outlook(tool("bash"), ANA).kind())
        .isEqualTo(Outlook.Kind.DENY);
    assertThat(bash("otherwise: deny").outlook(tool("bash"), ANA).kind())
        .isEqualTo(Outlook.Kind.DENY);
    assertThat(bash("approval_workflow: first").outlook(tool("bash"), ANA))
        .isEqualTo(new Outlook(Outlook.Kind.ASK, List.of("first"), 0));
    String some = "conditions: [ { expression: \"args.x == 1\", action: %s }, { action: %s } ]";
    assertThat(bash(some.formatted("allow", "deny")).outlook(tool("bash"), ANA))
        .isEqualTo(new Outlook(Outlook.Kind.CONDITIONAL, List.of(), 2));
    assertThat(bash(some.formatted("deny", "deny")).outlook(tool("bash"), ANA))
        .isEqualTo(new Outlook(Outlook.Kind.DENY, List.of(), 2));
    assertThat(bash("conditions: [ { action: deny, mode: shadow } ]").outlook(tool("bash"), ANA))
        .isEqualTo(new Outlook(Outlook.Kind.ALLOW, List.of(), 1));
  }

  @Test
  void takesTheStrictestJustification() {
    String optional = "tools: [ { name: bash, justification: optional } ]\n";
    String required =
        "subjects: [ { type: api_key, name: nightly-job, tools: [ { name: bash, justification: required } ] } ]";
    assertThat(policy(optional, required).justificationFor(tool("bash"), NIGHTLY))
        .isEqualTo(Justification.REQUIRED);
    assertThat(policy(optional, required).justificationFor(tool("bash"), ANA))
        .isEqualTo(Justification.OPTIONAL);
    assertThat(policy(optional).justificationFor(tool("zsh"), ANA))
        .isEqualTo(Justification.DISABLED);
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

  private static String message(CompiledPolicy policy, CalledTool tool) {
    return ((Verdict.Deny) policy.judge(call(NIGHTLY, tool, "{}"))).message();
  }
}
