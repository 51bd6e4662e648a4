package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.VerdictFixtures.ANA;
import static ai.preloop.policies.verdicts.VerdictFixtures.NIGHTLY;
import static ai.preloop.policies.verdicts.VerdictFixtures.WORKFLOWS;
import static ai.preloop.policies.verdicts.VerdictFixtures.call;
import static ai.preloop.policies.verdicts.VerdictFixtures.policy;
import static ai.preloop.policies.verdicts.VerdictFixtures.tool;
import static ai.preloop.policies.verdicts.VerdictFixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.KnownTool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources and prompts are judged as tools are, each by its own rules. */
class BesideToolsTests {

  private static final CalledTool PASSWORDS = CalledTool.resource("disk", "file:///etc/passwd");
  private static final CalledTool README = CalledTool.resource("disk", "file:///srv/readme");
  private static final CalledTool REVIEW = CalledTool.prompt("disk", "review");

  private static String judged(CompiledPolicy policy, CalledTool called) {
    return word(policy.judge(call(NIGHTLY, called, "{}")));
  }

  @Test
  void theMostSpecificEntryOfItsOwnKindSpeaks() {
    CompiledPolicy policy =
        policy(
            WORKFLOWS
                + """
                tools: [ { name: "*", otherwise: deny } ]
                resources:
                  - { name: "file:///etc/*", otherwise: deny }
                  - { name: "file:///*", source: disk, approval_workflow: first }
                prompts: [ { name: "*", otherwise: allow }, { name: review, approval_workflow: second } ]
                """);

    assertThat(judged(policy, README)).isEqualTo("ask first");
    assertThat(judged(policy, PASSWORDS)).isEqualTo("ask first");
    assertThat(judged(policy, CalledTool.resource("web", "file:///etc/passwd"))).isEqualTo("deny");
    assertThat(judged(policy, CalledTool.resource("web", "https://x.test"))).isEqualTo("allow");
    assertThat(judged(policy, REVIEW)).isEqualTo("ask second");
    assertThat(judged(policy, CalledTool.prompt("disk", "other"))).isEqualTo("allow");
    assertThat(judged(policy, tool("review"))).isEqualTo("deny");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resources | resource.uri == 'file:///srv/readme' && resource.server == 'disk' && resource.name == 'Read me'",
        "resources | size(args) == 0 && principal.name == 'nightly-job' && session.calls == 0",
        "prompts | prompt.name == 'review' && prompt.server == 'disk' && args.branch == 'main'",
      })
  void conditionsReadWhatIsCalled(String section, String expression) {
    CompiledPolicy policy =
        policy(
            "%s: [ { name: \"*\", conditions: [ { expression: \"%s\", action: deny } ] } ]"
                .formatted(section, expression));
    CalledTool readme = CalledTool.resource("disk", "file:///srv/readme", "Read me");
    CalledTool called = section.equals("resources") ? readme : REVIEW;
    String args = section.equals("resources") ? "{}" : "{'branch': 'main'}";

    assertThat(word(policy.judge(call(NIGHTLY, called, args)))).isEqualTo("deny");
    assertThat(policy.judge(call(NIGHTLY, tool("review"), args)).basis().steps())
        .extracting(step -> step.rule().description())
        .containsExactly("unknown tools");
  }

  @Test
  void theStrictestOwnerAndSubjectWin() {
    CompiledPolicy policy =
        policy(
            WORKFLOWS + "resources: [ { name: \"*\", approval_workflow: first } ]",
            "resources: [ { name: \"file:///etc/*\", otherwise: deny } ]",
            """
            subjects:
              - { type: api_key, name: nightly-job, prompts: [ { name: review, otherwise: deny } ] }
            """);

    assertThat(judged(policy, README)).isEqualTo("ask first");
    assertThat(judged(policy, PASSWORDS)).isEqualTo("deny");
    assertThat(judged(policy, REVIEW)).isEqualTo("deny");
    assertThat(word(policy.judge(call(ANA, REVIEW, "{}")))).isEqualTo("allow");
  }

  @Test
  void whatNoEntrySpeaksOfIsAsTheDefaultsSay() {
    CompiledPolicy policy =
        policy("defaults: { unknown_resources: deny, require_approval_for_new_tools: true }");

    assertThat(policy.judge(call(NIGHTLY, README, "{}")))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny ->
                assertThat(deny.message())
                    .isEqualTo("The policy of o1 does not allow unknown resources."));
    assertThat(judged(policy, REVIEW)).isEqualTo("allow");
    assertThat(judged(policy, tool("bash"))).isEqualTo("allow");
    assertThat(judged(policy("defaults: { unknown_prompts: deny }"), REVIEW)).isEqualTo("deny");
  }

  @Test
  void inShadowTheDefaultIsOnlyRecorded() {
    CompiledPolicy policy = policy("defaults: { unknown_prompts: deny, mode: shadow }");
    Verdict verdict = policy.judge(call(NIGHTLY, REVIEW, "{}"));

    assertThat(word(verdict)).isEqualTo("allow");
    assertThat(verdict.basis().shadows())
        .extracting(step -> step.rule().description())
        .containsExactly("unknown prompts");
    assertThat(policy.judge(call(NIGHTLY, README, "{}")).basis().shadows()).isEmpty();
  }

  @Test
  void whatIsSwitchedOffOrAlwaysDeniedIsHidden() {
    CompiledPolicy policy =
        policy(
            """
            resources: [ { name: "file:///etc/*", enabled: false }, { name: "db:*", otherwise: deny } ]
            """);

    assertThat(policy.hidden(PASSWORDS, ANA)).isTrue();
    assertThat(policy.outlook(PASSWORDS, ANA)).isEqualTo(Outlook.DENIED);
    assertThat(policy.hidden(CalledTool.resource("disk", "db:users"), ANA)).isTrue();
    assertThat(policy.hidden(README, ANA)).isFalse();
    assertThat(policy.hidden(CalledTool.prompt("disk", "db:users"), ANA)).isFalse();
    assertThat(policy.justificationFor(README, ANA)).isEqualTo(Justification.DISABLED);
    assertThat(policy.judge(call(ANA, PASSWORDS, "{}")))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny -> assertThat(deny.message()).isEqualTo("This resource is switched off."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "principal.name == 'nightly-job' | deny | true",
        "principal.name == 'ana' | deny | false",
        "prompt.name == 'review' && now > timestamp('2026-01-01T00:00:00Z') | deny | true",
        "principal.name == 'nightly-job' | require_approval | false",
        "args.branch == 'main' | deny | false",
        "!has(args.branch) | deny | false",
        "principal.name == 'nightly-job' && has(args.branch) | deny | false",
      })
  void whatIsDeniedWhateverIsSentIsKnownBefore(String expression, String action, boolean denied) {
    CompiledPolicy policy =
        policy(
            WORKFLOWS
                + "prompts: [ { name: review, approval_workflow: first, conditions: [ { expression: \"%s\", action: %s } ] } ]"
                    .formatted(expression, action));

    assertThat(policy.deniesAnyway(call(NIGHTLY, REVIEW, "{}"))).isEqualTo(denied);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ expression: \"has(args.x)\", action: allow }, { action: deny } | false",
        "{ expression: \"has(args.x)\", action: deny }, { action: deny } | true",
        "{ expression: \"prompt.name == 'review'\", action: deny, mode: shadow } | false",
        "{ expression: \"prompt.name == 'review'\", action: allow }, { action: deny } | false",
      })
  void whatNobodyKnowsBeforeIsTakenEitherWay(String conditions, boolean denied) {
    CompiledPolicy policy =
        policy("prompts: [ { name: review, conditions: [ %s ] } ]".formatted(conditions));

    assertThat(policy.deniesAnyway(call(NIGHTLY, REVIEW, "{}"))).isEqualTo(denied);
  }

  @Test
  void aPromptIsNotHeldToTheSchemaOfAToolOfItsName() {
    KnownTool strict =
        new KnownTool(
            "disk",
            "review",
            "mcp",
            Map.of("type", "object", "required", List.of("path")),
            KnownTool.Hints.UNTRUSTED);
    CompiledPolicy policy = CompiledPolicy.compile(1, List.of(), List.of(strict));

    assertThat(judged(policy, CalledTool.of(strict))).isEqualTo("deny");
    assertThat(judged(policy, REVIEW)).isEqualTo("allow");
  }

  @Test
  void rulesAreNamedByWhatTheySpeakOf() {
    String rules = "{ name: x, source: disk, conditions: [ { action: deny } ] }";
    assertThat(
            CompiledPolicy.rulesOf(
                VerdictFixtures.document(
                    "o1",
                    "tools: [ %1$s ]\nresources: [ %1$s ]\nprompts: [ %1$s ]".formatted(rules))))
        .extracting(DecidingRule::entry)
        .containsExactly("x (disk)", "resource x (disk)", "prompt x (disk)");
  }
}
