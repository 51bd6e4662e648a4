package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.approvals.Passes.Answer;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.identity.Authentications;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.modelrules.HeldModelCall;
import ai.preloop.activities.modelrules.ModelApprovals;
import ai.preloop.activities.modelrules.ModelApprovals.Content;
import ai.preloop.activities.modelrules.ModelJudgement.Asked;
import ai.preloop.activities.modelrules.ModelPolicies;
import ai.preloop.activities.modelrules.ModelQuestion;
import ai.preloop.activities.models.AiModel;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.ModelFacts;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Calls of models that people decide about. */
@Timeout(90)
class ModelApprovalTests {

  private static final Duration SOON = Duration.ofMillis(200);

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final ModelCaller caller = new ModelCaller("");
  private final ModelPolicies policies = preloop.bean(ModelPolicies.class);
  private final ModelApprovals approvals = preloop.bean(ModelApprovals.class);
  private final AiModel model = ModelCaller.model(caller.alias("x"));

  @BeforeEach
  void upload() {
    caller.upload(
        """
        approval_workflows: [ { name: NAME, timeout_seconds: 600 } ]
        models: [ { name: NAME-x, approval_workflow: NAME } ]
        """);
  }

  @AfterEach
  void close() {
    caller.close();
  }

  private HeldModelCall open(String body) {
    return open(model, body);
  }

  private HeldModelCall open(AiModel of, String body) {
    return open(of, Operation.CHAT_COMPLETIONS, body);
  }

  private HeldModelCall open(AiModel of, Operation operation, String body) {
    ModelQuestion question = new ModelQuestion(Ids.next(), of, ModelFacts.NONE);
    Asked asked = (Asked) policies.judge(caller.principal(), question);
    return approvals.open(
        caller.principal(), question, asked.ask(), new Content(operation, body.getBytes(UTF_8)));
  }

  private static Answer ended(HeldModelCall call) {
    Answer answer = new Answer.Waiting();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (answer instanceof Answer.Waiting && System.nanoTime() < deadline) {
      answer = call.await(Duration.ofSeconds(1));
    }
    return answer;
  }

  private void approve(HeldModelCall call) {
    caller.owner().approve(call.approval().toString()).expect(200);
  }

  private static String refusal(Answer answer) {
    return answer instanceof Answer.Refused(String sentence) ? sentence : answer.toString();
  }

  @Test
  void waitsUntilPeopleApproveAndThenGoesOn() {
    try (HeldModelCall call = open("{\"model\":\"x\"}")) {
      assertThat(call.await(SOON)).isEqualTo(new Answer.Waiting());
      assertThat(call.await(SOON)).isEqualTo(new Answer.Waiting());
      JsonNode shown = caller.owner().show(call.approval().toString());
      assertThat(shown.path("requested_by").asString()).isEqualTo(caller.name());
      assertThat(shown.toString()).contains(caller.alias("x"), "models");

      approve(call);

      assertThat(ended(call)).isEqualTo(new Answer.Granted());
      JsonNode after = caller.owner().show(call.approval().toString());
      assertThat(after.path("status").asString()).isEqualTo("approved");
      assertThat(after.path("execution_status").asString("none")).isEqualTo("none");
      assertThat(caller.records("x").getFirst().path("verdict").asString()).isEqualTo("ask");
    }
  }

  @Test
  void oneApprovalLetsOneCallThroughHoweverManyWait() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldModelCall first = open("{\"a\":1}");
        HeldModelCall second = open("{\"a\":1}");
        HeldModelCall third = open("{\"a\":1}")) {
      List<HeldModelCall> all = List.of(first, second, third);
      assertThat(all).extracting(HeldModelCall::approval).containsOnly(first.approval());
      Stream<Callable<Answer>> waiting = all.stream().map(call -> () -> ended(call));
      List<Future<Answer>> answers = waiting.map(threads::submit).toList();

      approve(first);

      List<Answer> came = List.of(answers.get(0).get(), answers.get(1).get(), answers.get(2).get());
      assertThat(came).filteredOn(new Answer.Granted()::equals).hasSize(1);
      assertThat(came)
          .filteredOn(Answer.Refused.class::isInstance)
          .hasSize(2)
          .allSatisfy(
              answer -> assertThat(refusal(answer)).contains("has let one like it through"));
    }
  }

  @Test
  void nothingGoesOutOnceItsTokenEnded() {
    String tokens = "/api/v1/auth/runtime-sessions/token";
    JsonNode minted =
        preloop.http().post(tokens, caller.key().path("key").asString(), "{}").expect(201);
    Principal token =
        preloop
            .bean(Authentications.class)
            .authenticate("Bearer " + minted.path("token").asString(), null);
    ModelQuestion question = new ModelQuestion(Ids.next(), model, ModelFacts.NONE);
    Asked asked = (Asked) policies.judge(token, question);
    Content content = new Content(Operation.CHAT_COMPLETIONS, "{}".getBytes(UTF_8));
    try (HeldModelCall call = approvals.open(token, question, asked.ask(), content)) {
      preloop
          .http()
          .send(
              "DELETE", tokens + "/" + minted.path("id").asString(), preloop.owner(), "", Map.of())
          .expect(204);
      approve(call);

      assertThat(refusal(ended(call)))
          .isEqualTo("The credential of this call ended while it waited.");
    }
  }

  @Test
  void theSameCallIsAskedAboutAnewOnceItWentOut() {
    try (HeldModelCall first = open("{\"b\":1}")) {
      approve(first);
      assertThat(ended(first)).isEqualTo(new Answer.Granted());
      try (HeldModelCall again = open("{\"b\":1}")) {
        assertThat(again.approval()).isNotEqualTo(first.approval());
        assertThat(again.await(SOON)).isEqualTo(new Answer.Waiting());
      }
    }
  }

  @Test
  void otherBytesAreAnotherCall() {
    try (HeldModelCall first = open("{\"c\":1}");
        HeldModelCall other = open("{\"c\":2}")) {
      assertThat(other.approval()).isNotEqualTo(first.approval());
      approve(first);
      assertThat(ended(first)).isEqualTo(new Answer.Granted());
      assertThat(other.await(SOON)).isEqualTo(new Answer.Waiting());
    }
  }

  @Test
  void theSameBytesForAnotherOperationAreAnotherCall() {
    try (HeldModelCall first = open(model, Operation.CHAT_COMPLETIONS, "{\"op\":1}");
        HeldModelCall other = open(model, Operation.MESSAGES, "{\"op\":1}")) {
      assertThat(other.approval()).isNotEqualTo(first.approval());
      approve(first);
      assertThat(ended(first)).isEqualTo(new Answer.Granted());
      assertThat(other.await(SOON)).isEqualTo(new Answer.Waiting());
    }
  }

  @Test
  void aClientThatLeftGetsWhatWasApprovedMeanwhile() {
    HeldModelCall left = open("{\"d\":1}");
    left.close();
    approve(left);
    caller.owner().show(left.approval().toString());

    try (HeldModelCall again = open("{\"d\":1}")) {
      assertThat(again.approval()).isEqualTo(left.approval());
      assertThat(ended(again)).isEqualTo(new Answer.Granted());
    }
  }

  @Test
  void whatPeopleDeclineDoesNotGoOnAndIsNotAskedAgain() {
    try (HeldModelCall call = open("{\"e\":1}")) {
      caller.owner().decline(call.approval().toString(), "Too dear").expect(200);

      assertThat(refusal(ended(call)))
          .contains("was declined by owner: Too dear")
          .contains("Do not repeat it");
    }
    assertThatThrownBy(() -> open("{\"e\":1}"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.type()).isEqualTo(ProblemType.MODEL_NOT_ALLOWED);
              assertThat(problem.detail()).contains("declined by owner", "Too dear");
            });
    assertThat(caller.records("x").getFirst().path("outcome").asString()).isEqualTo("not_opened");
  }

  @Test
  void whatThePolicyDeniesByNowDoesNotGoOnAlthoughItWasApproved() {
    try (HeldModelCall call = open("{\"f\":1}")) {
      caller.upload("models: [ { name: NAME-x, otherwise: deny } ]");
      approve(call);

      assertThat(refusal(ended(call)))
          .isEqualTo("The policy of %s does not allow this call.".formatted(caller.name()));
      assertThat(caller.records("x").getFirst().path("verdict").asString()).isEqualTo("deny");
    }
  }

  @Test
  void aKeyThatEndedMeanwhileDoesNotGoOn() {
    try (HeldModelCall call = open("{\"g\":1}")) {
      caller.revoke();
      approve(call);

      assertThat(refusal(ended(call))).contains("credential of this call ended");
    }
  }

  @Test
  void whatPeopleAreAskedAboutIsThisModelAndNoOther() {
    AiModel changed = ModelCaller.model(model.alias());
    try (HeldModelCall call = open("{\"h\":1}")) {
      assertThatThrownBy(() -> open(changed, "{\"h\":1}"))
          .hasMessageContaining("before it was changed");
      assertThat(call.await(SOON)).isEqualTo(new Answer.Waiting());
    }
  }

  @Test
  void whatIsTooLargeForPeopleIsRefused() {
    assertThatThrownBy(() -> open("x".repeat(ModelApprovals.MOST_BYTES + 1)))
        .hasMessageContaining("larger than the 1 MiB");
  }
}
