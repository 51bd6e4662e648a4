package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.modelrules.ModelJudgement;
import ai.preloop.activities.modelrules.ModelJudgement.Allowed;
import ai.preloop.activities.modelrules.ModelJudgement.Denied;
import ai.preloop.activities.modelrules.ModelPolicies;
import ai.preloop.activities.modelrules.ModelQuestion;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.ModelFacts;
import ai.preloop.workflows.identity.Ids;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Who may call which model: by the key's own list and by the policy. */
@Timeout(90)
class ModelAccessTests {

  private static final String KEYS = "/api/v1/auth/api-keys";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final ModelCaller caller = new ModelCaller("");
  private final ModelPolicies policies = preloop.bean(ModelPolicies.class);

  @AfterEach
  void close() {
    caller.close();
  }

  private ModelJudgement judged(String end) {
    return policies.judge(caller.principal(), caller.question(end, ModelFacts.NONE));
  }

  @Test
  void aKeyCallsWhatItsListHasAndNothingElse() {
    ModelCaller narrow = new ModelCaller(",\"models\":[\"gpt-*\",\"claude-sonnet\"]");
    Principal principal = narrow.principal();

    assertThat(narrow.key().path("models").toString()).isEqualTo("[\"gpt-*\",\"claude-sonnet\"]");
    for (String alias : new String[] {"gpt-5", "gpt-", "claude-sonnet"}) {
      assertThat(policies.judge(principal, of(alias))).isEqualTo(new Allowed());
      assertThat(policies.mayList(principal, ModelCaller.model(alias))).isTrue();
    }
    for (String alias : new String[] {"claude-sonnet-4", "gp", "GPT-5", "o3"}) {
      assertThat(policies.judge(principal, of(alias)))
          .isInstanceOfSatisfying(
              Denied.class,
              denied -> {
                assertThat(denied.sentence())
                    .isEqualTo(
                        "The key %s may not call the model %s.".formatted(narrow.name(), alias));
                assertThat(denied.problem().type()).isEqualTo(ProblemType.MODEL_NOT_ALLOWED);
              });
      assertThat(policies.mayList(principal, ModelCaller.model(alias))).isFalse();
    }
    assertThat(policies.admits(principal, of("o3"))).isTrue();
  }

  private static ModelQuestion of(String alias) {
    return new ModelQuestion(Ids.next(), ModelCaller.model(alias), ModelFacts.NONE);
  }

  @Test
  void aKeyIsShownWithItsList() {
    ModelCaller narrow = new ModelCaller(",\"models\":[\"gpt-*\"]");
    String path = KEYS + "/" + narrow.key().path("id").asString();

    assertThat(preloop.http().get(path, preloop.owner()).expect(200).path("models").toString())
        .isEqualTo("[\"gpt-*\"]");
    assertThat(caller.key().path("models").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"gateway:invoke\"] | [] | A list of models has 1 to 100 names",
        "[\"gateway:invoke\"] | [\"*gpt\"] | `*gpt` names no models",
        "[\"gateway:invoke\"] | [\"a**\"] | `a**` names no models",
        "[\"gateway:invoke\"] | [\" a\"] | names no models",
        "[\"mcp:call\"] | [\"gpt-*\"] | Only a key with the scope gateway:invoke calls models",
      })
  void aListThatMeansNothingIsRefused(String scopes, String models, String sentence) {
    String body = "{\"name\":\"x\",\"scopes\":%s,\"models\":%s}".formatted(scopes, models);

    assertThat(
            preloop.http().post(KEYS, preloop.owner(), body).expect(422).path("detail").asString())
        .contains(sentence);
  }

  @Test
  void whatThePolicyDeniesIsRecordedBeforeTheAnswer() {
    caller.upload(
        """
        models:
          - name: "NAME-*"
            conditions:
              - { expression: "principal.name == 'NAME' && request.tools > 1", action: deny, description: No tools here. }
        """);
    ModelQuestion question =
        caller.question("a", ModelQuestion.facts(12, 5L, 2, true, 250_000_000L));

    assertThat(policies.judge(caller.principal(), question))
        .isInstanceOfSatisfying(
            Denied.class,
            denied -> {
              assertThat(denied.sentence()).isEqualTo("No tools here.");
              assertThat(denied.rules()).hasSize(1);
            });
    JsonNode record = caller.records("a").getFirst();
    assertThat(record.path("verdict").asString()).isEqualTo("deny");
    assertThat(record.path("outcome").asString()).isEqualTo("refused");
    assertThat(record.path("server").asString()).isEqualTo("openai");
    assertThat(record.path("correlation_id").asString()).isEqualTo(question.call().toString());
    assertThat(record.toString()).contains("No tools here.", caller.name());
    assertThat(record.path("arguments").path("estimate_usd").asDouble()).isEqualTo(0.25);
    assertThat(policies.judge(caller.principal(), caller.question("a", ModelFacts.NONE)))
        .isEqualTo(new Allowed());
    assertThat(caller.records("a")).hasSize(1);
  }

  @Test
  void whatAKeyMayNotCallIsRecordedToo() {
    try (ModelCaller narrow = new ModelCaller(",\"models\":[\"gpt-*\"]")) {
      policies.judge(narrow.principal(), narrow.question("x", ModelFacts.NONE));

      assertThat(narrow.records("x").getFirst().toString())
          .contains("deny", "refused", "may not call the model");
    }
  }

  @Test
  void theModelThatWouldTakeTheCallIsJudgedAsWell() {
    caller.upload("models: [ { name: NAME-target, otherwise: deny } ]");
    ModelQuestion asked = caller.question("router", ModelQuestion.facts(9, null, 0, true, null));
    ModelQuestion target = asked.of(ModelCaller.model(caller.alias("target")), 5L);

    assertThat(policies.judge(caller.principal(), asked)).isEqualTo(new Allowed());
    assertThat(policies.admits(caller.principal(), target)).isFalse();
    assertThat(target.call()).isEqualTo(asked.call());
  }

  @Test
  void onlyWhatMayBeCalledIsListed() {
    caller.upload(
        """
        models:
          - { name: NAME-off, enabled: false }
          - { name: NAME-denied, otherwise: deny }
          - { name: NAME-mine, conditions: [ { expression: "principal.name == 'NAME'", action: deny } ] }
          - { name: NAME-dear, conditions: [ { expression: "cost.estimate_usd > 1.0", action: deny } ] }
        """);

    for (String hidden : new String[] {"off", "denied", "mine"}) {
      assertThat(policies.mayList(caller.principal(), ModelCaller.model(caller.alias(hidden))))
          .as(hidden)
          .isFalse();
    }
    assertThat(policies.mayList(caller.principal(), ModelCaller.model(caller.alias("dear"))))
        .isTrue();
    assertThat(policies.mayList(caller.principal(), ModelCaller.model(caller.alias("other"))))
        .isTrue();
    assertThat(judged("off")).isInstanceOf(Denied.class);
  }

  @Test
  void aDocumentThatAsksForModelsIsTaken() {
    caller.upload(
        """
        approval_workflows: [ { name: NAME, timeout_seconds: 600 } ]
        models: [ { name: NAME-x, approval_workflow: NAME } ]
        """);

    assertThat(judged("x")).isInstanceOf(ModelJudgement.Asked.class);
    assertThat(caller.records("x")).isEmpty();
  }

  @Test
  void whatWouldBecomeOfACallIsExplained() {
    caller.upload(
        """
        models: [ { name: NAME-x, conditions: [ { expression: "cost.estimate_usd > 1.0", action: deny } ] } ]
        """);
    String asked =
        "{\"model\":\"%s\",\"cost\":{\"estimate_usd\":2.5}}".formatted(caller.alias("x"));

    JsonNode explained =
        preloop.http().post("/api/v1/policies/explain", preloop.owner(), asked).expect(200);
    assertThat(explained.path("verdict").asString()).isEqualTo("deny");
    assertThat(explained.toString()).contains("cost.estimate_usd", "2.5");
  }

  @Test
  void aDocumentOfModelsComesBackAsItWasWritten() {
    caller.upload("models: [ { name: NAME-x, otherwise: deny } ] # as written");

    assertThat(
            preloop
                .http()
                .get("/api/v1/policies/export?policy_name=" + caller.name(), preloop.owner())
                .body())
        .contains(
            "models: [ { name: %s-x, otherwise: deny } ] # as written".formatted(caller.name()));
  }
}
