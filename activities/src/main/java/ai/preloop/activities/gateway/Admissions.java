package ai.preloop.activities.gateway;

import ai.preloop.activities.approvals.Passes.Answer;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.modelrules.HeldModelCall;
import ai.preloop.activities.modelrules.ModelApprovals;
import ai.preloop.activities.modelrules.ModelApprovals.Content;
import ai.preloop.activities.modelrules.ModelJudgement;
import ai.preloop.activities.modelrules.ModelPolicies;
import ai.preloop.activities.modelrules.ModelQuestion;
import ai.preloop.activities.models.AiModel;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.Verdict.Ask;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Lets a call go on to the models that may take it, once people have said so where they must. */
final class Admissions {

  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(8);

  /** How late it may be noticed that the client has left. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Below what the official SDKs wait for an answer, which is ten minutes. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(9);

  private final ModelChoices choices;
  private final ModelPolicies policies;
  private final ModelApprovals approvals;
  private final Estimates estimates;

  Admissions(
      ModelChoices choices, ModelPolicies policies, ModelApprovals approvals, Estimates estimates) {
    this.choices = choices;
    this.policies = policies;
    this.approvals = approvals;
    this.estimates = estimates;
  }

  /** NOT_FOUND or MODEL_NOT_ALLOWED where there is no way on. */
  Admitted admitted(Principal caller, UUID call, Incoming incoming) {
    ModelRequest request = incoming.request();
    Choice choice = choices.of(caller.account(), request.model());
    List<Estimate> each = estimates.of(request, choice.targets());
    ModelQuestion question = question(call, choice.model(), request, Estimate.most(each));
    judge(caller, question, incoming);
    for (String name : request.modelsOfTools()) {
      for (AiModel within : choices.within(caller.account(), name)) {
        judge(caller, question.of(within, null), incoming);
      }
    }
    return new Admitted(question, targets(caller, question, each));
  }

  /** Records that a budget has stopped a call that was admitted. */
  void stopped(Principal caller, Admitted call, String sentence) {
    policies.stopped(caller, call.question(), sentence);
  }

  private static ModelQuestion question(
      UUID call, AiModel model, ModelRequest request, @Nullable Long most) {
    return new ModelQuestion(
        call,
        model,
        ModelQuestion.facts(
            Estimates.input(request),
            asked(request.maxOutputTokens()),
            request.tools(),
            request.streamed(),
            most));
  }

  private static @Nullable Long asked(OptionalLong tokens) {
    return tokens.isPresent() ? tokens.getAsLong() : null;
  }

  private void judge(Principal caller, ModelQuestion question, Incoming incoming) {
    switch (policies.judge(caller, question)) {
      case ModelJudgement.Allowed _ -> {}
      case ModelJudgement.Denied denied -> throw denied.problem();
      case ModelJudgement.Asked(Ask ask) -> await(caller, question, ask, incoming);
    }
  }

  private List<Estimate> targets(Principal caller, ModelQuestion question, List<Estimate> each) {
    List<Estimate> admitted =
        each.stream()
            .filter(target ->
                target.model().equals(question.model())
                    || policies.admits(caller, question.of(target.model(), target.most())))
            .toList();
    if (admitted.isEmpty()) {
      throw new ProblemException(
          ProblemType.MODEL_NOT_ALLOWED,
          "None of the models that `%s` shares its calls with is allowed for this call."
              .formatted(question.model().alias()));
    }
    return admitted;
  }

  private void await(Principal caller, ModelQuestion question, Ask ask, Incoming incoming) {
    long begun = System.nanoTime();
    long told = begun;
    Content content = new Content(incoming.request().operation(), incoming.request().bytes());
    try (HeldModelCall held = approvals.open(caller, question, ask, content)) {
      while (!isGranted(held.await(LOOK))) {
        incoming.left().check();
        long now = System.nanoTime();
        if (now - begun > LONGEST_WAIT.toNanos()) {
          throw undecided(held.approval());
        }
        if (now - told > SIGN_OF_LIFE.toNanos()) {
          told = now;
          incoming.holding().waits();
        }
      }
      incoming.left().check();
    } catch (IOException e) {
      CancellationException left = new CancellationException("The client has left");
      left.initCause(e);
      throw left;
    }
  }

  private static boolean isGranted(Answer answer) {
    return switch (answer) {
      case Answer.Granted _ -> true;
      case Answer.Waiting _ -> false;
      case Answer.Refused(String sentence) ->
          throw new ProblemException(ProblemType.MODEL_NOT_ALLOWED, sentence);
    };
  }

  private static ProblemException undecided(UUID approval) {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "Nobody has decided about this call yet (approval request %s); make the same call again to wait on."
            .formatted(approval),
        Map.of("retry_after", SIGN_OF_LIFE.toSeconds()));
  }
}
