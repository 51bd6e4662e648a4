package ai.preloop.activities.gateway;

import ai.preloop.activities.approvals.Passes.Answer;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.modelrules.HeldModelCall;
import ai.preloop.activities.modelrules.ModelApprovals;
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
  Choice admitted(Principal caller, UUID call, Incoming incoming) {
    ModelRequest request = incoming.request();
    Choice choice = choices.of(caller.account(), request.model());
    ModelQuestion question = question(call, choice, request);
    judge(caller, question, incoming);
    for (String name : request.modelsOfTools()) {
      judge(caller, question.of(choices.within(caller.account(), name), null), incoming);
    }
    return new Choice(choice.model(), targets(caller, question, choice, request));
  }

  /** Records that a budget has stopped a call that was admitted. */
  void stopped(Principal caller, UUID call, Incoming incoming, String sentence) {
    Choice choice = choices.of(caller.account(), incoming.request().model());
    policies.stopped(caller, question(call, choice, incoming.request()), sentence);
  }

  private ModelQuestion question(UUID call, Choice choice, ModelRequest request) {
    return new ModelQuestion(
        call,
        choice.model(),
        ModelQuestion.facts(
            Estimates.input(request),
            asked(request.maxOutputTokens()),
            request.tools(),
            request.streamed(),
            estimates.most(request, choice.targets())));
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

  private List<AiModel> targets(
      Principal caller, ModelQuestion question, Choice choice, ModelRequest request) {
    List<AiModel> admitted =
        choice.targets().stream()
            .filter(target ->
                target.equals(choice.model())
                    || policies.admits(
                        caller, question.of(target, estimates.most(request, List.of(target)))))
            .toList();
    if (admitted.isEmpty()) {
      throw new ProblemException(
          ProblemType.MODEL_NOT_ALLOWED,
          "None of the models that `%s` shares its calls with is allowed for this call."
              .formatted(choice.model().alias()));
    }
    return admitted;
  }

  private void await(Principal caller, ModelQuestion question, Ask ask, Incoming incoming) {
    long begun = System.nanoTime();
    try (HeldModelCall held = approvals.open(caller, question, ask, incoming.request().bytes())) {
      while (!isGranted(held.await(SIGN_OF_LIFE))) {
        if (System.nanoTime() - begun > LONGEST_WAIT.toNanos()) {
          throw undecided(held.approval());
        }
        incoming.holding().waits();
      }
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
