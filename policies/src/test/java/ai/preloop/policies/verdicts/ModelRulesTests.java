package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.VerdictFixtures.ANA;
import static ai.preloop.policies.verdicts.VerdictFixtures.NIGHTLY;
import static ai.preloop.policies.verdicts.VerdictFixtures.NOW;
import static ai.preloop.policies.verdicts.VerdictFixtures.WORKFLOWS;
import static ai.preloop.policies.verdicts.VerdictFixtures.policy;
import static ai.preloop.policies.verdicts.VerdictFixtures.tool;
import static ai.preloop.policies.verdicts.VerdictFixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of models are judged as calls of tools are, by rules of their own. */
class ModelRulesTests {

  private static final CalledTool MINI = CalledTool.model("gpt-mini", "openai", "gpt-5-mini");
  private static final CalledTool SONNET = CalledTool.model("sonnet", "anthropic", "claude-x");
  private static final ModelFacts ASKED = new ModelFacts(1_200, 500L, 2, true, 0.25);
  private static final ModelFacts OPEN = new ModelFacts(10, null, 0, false, null);

  private static Verdict judged(CompiledPolicy policy, CalledTool model, ModelFacts facts) {
    return policy.judge(Call.ofModel(NIGHTLY, model, facts, NOW));
  }

  private static String said(CompiledPolicy policy, CalledTool model) {
    return word(judged(policy, model, ASKED));
  }

  private static CompiledPolicy denying(String expression) {
    return policy(
        "models: [ { name: \"*\", conditions: [ { expression: \"%s\", action: deny } ] } ]"
            .formatted(expression));
  }

  @Test
  void theMostSpecificEntryOfModelsSpeaks() {
    CompiledPolicy policy =
        policy(
            WORKFLOWS
                + """
                tools: [ { name: "*", otherwise: deny } ]
                models:
                  - { name: "*", approval_workflow: first }
                  - { name: "gpt-*", otherwise: deny }
                  - { name: gpt-mini, otherwise: allow }
                """);

    assertThat(said(policy, MINI)).isEqualTo("allow");
    assertThat(said(policy, CalledTool.model("gpt-5", "openai", "gpt-5"))).isEqualTo("deny");
    assertThat(said(policy, SONNET)).isEqualTo("ask first");
    assertThat(word(policy.judge(VerdictFixtures.call(NIGHTLY, tool("gpt-mini"), "{}"))))
        .isEqualTo("deny");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.alias == 'gpt-mini'",
        "model.provider == 'openai'",
        "model.identifier == 'gpt-5-mini'",
        "request.input_tokens == 1200",
        "request.max_output_tokens > 499",
        "request.tools == 2",
        "request.stream",
        "cost.estimate_usd > 0.2 && cost.estimate_usd < 1",
        "principal.name == 'nightly-job' && session.id == ''",
        "now > timestamp('2020-01-01T00:00:00Z')",
      })
  void conditionsReadEachOfTheirVariables(String expression) {
    assertThat(said(denying(expression), MINI)).isEqualTo("deny");
    assertThat(said(denying("!(" + expression + ")"), MINI)).isEqualTo("allow");
  }

  @ParameterizedTest
  @CsvSource({
    "cost.estimate_usd > 1.0, deny",
    "request.max_output_tokens > 100, deny",
    "has(cost.estimate_usd) && cost.estimate_usd > 1.0, allow",
    "!has(request.max_output_tokens), deny",
  })
  void whatIsNotKnownOfACallIsAnError(String expression, String verdict) {
    CompiledPolicy policy =
        policy(
            "defaults: { on_error: deny }\nmodels: [ { name: \"*\", conditions: [ { expression: \"%s\", action: deny } ] } ]"
                .formatted(expression));

    assertThat(word(judged(policy, MINI, OPEN))).isEqualTo(verdict);
  }

  @Test
  void withoutAPriceARuleAboutCostAsksAndDoesNotAllow() {
    CompiledPolicy policy =
        policy(
            WORKFLOWS
                + """
                models:
                  - name: "*"
                    approval_workflow: first
                    conditions: [ { expression: "cost.estimate_usd < 1.0", action: allow } ]
                """);

    assertThat(word(judged(policy, MINI, ASKED))).isEqualTo("allow");
    assertThat(word(judged(policy, MINI, OPEN))).isEqualTo("ask first");
    assertThat(judged(policy, MINI, OPEN).basis().errors()).hasSize(1);
  }

  @Test
  void modelsThatNobodySpeaksOfAreAsTheDefaultsSay() {
    CompiledPolicy listed =
        policy("defaults: { unknown_models: deny }\nmodels: [ { name: \"gpt-*\" } ]");

    assertThat(said(listed, MINI)).isEqualTo("allow");
    assertThat(judged(listed, SONNET, ASKED))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny ->
                assertThat(deny.message())
                    .isEqualTo("The policy of o1 does not allow unknown models."));
    assertThat(said(policy(""), SONNET)).isEqualTo("allow");
    assertThat(said(policy("defaults: { unknown_tools: deny }"), SONNET)).isEqualTo("allow");
    assertThat(
            said(
                policy(
                    WORKFLOWS
                        + "defaults: { unknown_models: require_approval, default_approval_workflow: first }"),
                SONNET))
        .isEqualTo("ask first");
  }

  @Test
  void askingWithoutAnybodyToAskIsADenial() {
    assertThat(said(policy("models: [ { name: \"*\", otherwise: require_approval } ]"), MINI))
        .isEqualTo("deny");
  }

  @Test
  void oneCallerMayHaveRulesOfItsOwn() {
    CompiledPolicy policy =
        policy(
            "subjects: [ { type: api_key, name: nightly-job, models: [ { name: \"gpt-*\", otherwise: deny } ] } ]");

    assertThat(said(policy, MINI)).isEqualTo("deny");
    assertThat(said(policy, SONNET)).isEqualTo("allow");
    assertThat(word(policy.judge(Call.ofModel(ANA, MINI, ASKED, NOW)))).isEqualTo("allow");
  }

  @Test
  void aFrozenAccountCallsNoModel() {
    Call call = Call.ofModel(NIGHTLY, MINI, ASKED, NOW).inAccount(true);

    assertThat(policy("").judge(call))
        .isInstanceOfSatisfying(
            Verdict.Deny.class, deny -> assertThat(deny.cause()).isEqualTo(Verdict.Cause.FROZEN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.provider == 'openai' && principal.name == 'nightly-job' | true",
        "principal.name == 'ana' | false",
        "request.stream | false",
        "!has(cost.estimate_usd) | false",
      })
  void whatIsDeniedWhateverIsAskedIsKnownBefore(String expression, boolean denied) {
    Call before = Call.ofModel(NIGHTLY, MINI, ModelFacts.NONE, NOW);

    assertThat(denying(expression).deniesAnyway(before)).isEqualTo(denied);
  }

  @Test
  void modelsThatAreOffOrAlwaysDeniedAreHidden() {
    CompiledPolicy policy =
        policy("models: [ { name: gpt-mini, enabled: false }, { name: sonnet, otherwise: deny } ]");

    assertThat(List.of(MINI, SONNET)).allMatch(model -> policy.hidden(model, ANA));
    assertThat(policy.hidden(CalledTool.model("other", "", ""), ANA)).isFalse();
  }

  @Test
  void rulesAreNamedByTheModelTheySpeakOf() {
    assertThat(
            CompiledPolicy.rulesOf(
                VerdictFixtures.document(
                    "o1", "models: [ { name: gpt, conditions: [ { action: deny } ] } ]")))
        .extracting(DecidingRule::entry)
        .containsExactly("model gpt");
  }

  @Test
  void aRuleForToolsMayCallTheVariablesOfItsLoopsAsItLikes() {
    CompiledPolicy policy =
        VerdictFixtures.bash(
            "conditions: [ { expression: \"args.items.exists(cost, cost > 5) || args.items.exists(model, model == 1)\", action: deny } ]");

    assertThat(VerdictFixtures.verdict(policy, "{'items': [6]}")).isEqualTo("deny");
    assertThat(VerdictFixtures.verdict(policy, "{'items': [1]}")).isEqualTo("deny");
    assertThat(VerdictFixtures.verdict(policy, "{'items': [2]}")).isEqualTo("allow");
    Call call = VerdictFixtures.call("bash", "{}");
    assertThat(policy.replay(new RecordedCall(call, "{\"items\":[6]}", true, true)))
        .isInstanceOfSatisfying(
            Replay.Certain.class, certain -> assertThat(word(certain.verdict())).isEqualTo("deny"));
  }
}
