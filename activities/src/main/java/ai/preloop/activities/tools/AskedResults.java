package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.Approvals;
import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Answered;
import ai.preloop.activities.tools.Delivered.Asking;
import ai.preloop.activities.tools.ToolCalls.Request;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Turns what an allowed call was answered into a request, where people decide about that. */
final class AskedResults {

  private static final ApprovalRow.Grounds NONE = new ApprovalRow.Grounds(0, "[]");

  private final Approvals approvals;

  AskedResults(Approvals approvals) {
    this.approvals = approvals;
  }

  /**
   * What there is to say of a call in place of making it: the same was made before, and people
   * decide, or just decided, about its answer. Empty when it is to be made.
   */
  Optional<ToolAnswer> before(Request request) {
    try {
      return approvals
          .answeredBefore(asked(request, List.of(), NONE))
          .map(row -> pending(request, row));
    } catch (ProblemException e) {
      if (e.type() == ProblemType.RATE_LIMITED || e.type() == ProblemType.CONFLICT) {
        return Optional.of(new ToolAnswer.Failed(e.type(), e.detail(), false));
      }
      throw e;
    }
  }

  /** Keeps the answer from the agent and asks. */
  ToolAnswer withhold(Request request, Asking asking) {
    try {
      Asked asked = asked(request, asking.workflows(), asking.grounds());
      Answered answer = new Answered(asking.result().toBytes(), asking.isError(), null);
      return pending(request, approvals.withhold(asked, answer));
    } catch (DataAccessException | TransactionException e) {
      return new ToolAnswer.Failed(
          ProblemType.UNAVAILABLE,
          "The call was made and the tool ran. A person should have decided whether you get its result, and it could not be kept for that, so it is lost. Do not make the call again unless running it twice is harmless.",
          true);
    }
  }

  private static ToolAnswer pending(Request request, ApprovalRow row) {
    return new ToolAnswer.Pending(row, AskedCalls.hasOutputSchema(request.offer()));
  }

  private static Asked asked(
      Request request, List<ApprovalWorkflow> workflows, ApprovalRow.Grounds grounds) {
    return new Asked(
        request.call().principal().account(),
        AskedCalls.caller(request.call()),
        AskedCalls.target(request.offer(), workflows),
        request.arguments(),
        request.justification(),
        workflows,
        grounds);
  }
}
