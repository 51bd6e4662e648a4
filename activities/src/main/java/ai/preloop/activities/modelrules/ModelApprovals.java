package ai.preloop.activities.modelrules;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovalRow.Grounds;
import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.activities.approvals.Approvals;
import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.database.Digests;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.policies.Rules;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.Verdict.Ask;
import java.security.MessageDigest;

/**
 * Asks people whether a call of a model may go out. What they approve is this operation of this
 * model with these bytes, once; nothing is sent on their word but by the call that waits for it.
 */
public final class ModelApprovals {

  /** Nobody can decide about more than this. */
  public static final int MOST_BYTES = 1 << 20;

  private static final String SERVER = "models";
  private static final String METHOD = "models/";

  private final Approvals approvals;
  private final HeldModelCalls held;
  private final ModelRecords records;

  ModelApprovals(Approvals approvals, HeldModelCalls held, ModelRecords records) {
    this.approvals = approvals;
    this.held = held;
    this.records = records;
  }

  /**
   * Opens a request, or joins the one that the same caller has open for the same bytes; to be
   * closed when it is not waited for any more. MODEL_NOT_ALLOWED where it cannot be asked about,
   * RATE_LIMITED where the caller has too many open, UNAVAILABLE where nobody can be asked now.
   */
  public HeldModelCall open(Principal caller, ModelQuestion question, Ask ask, Content body) {
    if (body.bytes().length > MOST_BYTES) {
      throw refused(
          caller,
          question,
          ask,
          "This call needs an approval, and it is larger than the 1 MiB that people are asked about.");
    }
    ApprovalRow row = opened(caller, question, ask, body);
    HeldModelCall call = held.of(row.ref(), caller, question);
    if (!MessageDigest.isEqual(row.target().definitionHash(), identity(question.model()))) {
      call.close();
      throw refused(
          caller,
          question,
          ask,
          "People are being asked about the same call of what this model was before it was changed; make it again when they have decided.");
    }
    records.asked(caller, question, ask);
    return call;
  }

  /**
   * What is asked about: the same bytes are another call where they ask for another operation, and
   * each dialect has its own.
   */
  public record Content(Operation operation, byte[] bytes) {}

  private ApprovalRow opened(Principal caller, ModelQuestion question, Ask ask, Content body) {
    try {
      return approvals.open(asked(caller, question, ask, body));
    } catch (ProblemException e) {
      if (e.type() == ProblemType.CONFLICT) {
        throw refused(caller, question, ask, e.detail());
      }
      throw unopened(caller, question, ask, e);
    }
  }

  /** The caller hears of what went wrong first, whatever becomes of its record. */
  private ProblemException unopened(
      Principal caller, ModelQuestion question, Ask ask, ProblemException failure) {
    try {
      records.notOpened(caller, question, ask, Approvals.isUncertain(failure));
    } catch (ProblemException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private ProblemException refused(
      Principal caller, ModelQuestion question, Ask ask, String sentence) {
    records.notAsked(caller, question, ask.basis().policyVersion(), sentence);
    return new ProblemException(ProblemType.MODEL_NOT_ALLOWED, sentence);
  }

  private static Asked asked(Principal caller, ModelQuestion question, Ask ask, Content body) {
    AiModel model = question.model();
    return new Asked(
        caller.account(),
        new ApprovalRow.Caller(
            caller.kind().word(),
            caller.id(),
            caller.name(),
            caller.user().value(),
            null,
            null,
            question.call(),
            0,
            caller.token(),
            caller.tokenLabels()),
        new Target(
            null,
            SERVER,
            "",
            METHOD + body.operation().word(),
            model.alias(),
            identity(model),
            false),
        body.bytes(),
        null,
        ask.workflows(),
        new Grounds(Math.toIntExact(ask.basis().policyVersion()), Rules.json(ask)));
  }

  /** Which model it is, wherever it is and whoever has it. */
  private static byte[] identity(AiModel model) {
    AiModel.Plan plan = model.plan();
    return Digests.sha256(
        "%s\n%s\n%s\n%s\n%s"
            .formatted(
                model.id(),
                plan.provider(),
                plan.identifier(),
                plan.endpoint(),
                plan.terms().routing())
            .getBytes(UTF_8));
  }
}
