package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalDetail.Execution;
import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovalRow.Closing;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principals;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a held call is answered: the tool's own result where there is one. */
@Component
final class HeldAnswers {

  private final ApprovalReading approvals;
  private final Principals principals;
  private final ToolResults results;

  HeldAnswers(ApprovalReading approvals, Principals principals, ToolResults results) {
    this.approvals = approvals;
    this.principals = principals;
    this.results = results;
  }

  /** The result to tell; {@code isWhole} when nothing more will ever be known. */
  record Told(byte[] result, boolean isWhole) {}

  /** Looks at the row; empty as long as there is nothing to tell. */
  Optional<Told> look(HeldCall call) {
    Principal who = call.principal();
    if (principals.inStanding(who.account(), who.kind().word(), who.id()).isEmpty()) {
      return Optional.of(
          new Told(results.refused("The credential of this call is not valid any more."), false));
    }
    return told(approvals.get(who.account(), call.ref().approvalId()));
  }

  /** What tells the agent to poll, when the client would not wait any longer. */
  byte[] pending(HeldCall call) {
    return results.pending(call.pending());
  }

  private Optional<Told> told(ApprovalDetail detail) {
    return switch (detail.row().status()) {
      case PENDING -> Optional.empty();
      case APPROVED -> called(detail.row(), detail.execution());
      case DECLINED -> refused(detail.row(), "The call was not made; do not repeat it.");
      case CANCELLED -> refused(detail.row(), "The call was not made.");
      case EXPIRED ->
          sentence("Nobody decided in time, so the call was not made. Making it again asks again.");
    };
  }

  private Optional<Told> called(ApprovalRow row, @Nullable Execution execution) {
    return switch (row.execution()) {
      case NONE, EXECUTING -> Optional.empty();
      case OUTCOME_UNKNOWN -> Optional.of(unknown(row));
      case SUCCEEDED, FAILED -> Optional.of(ended(execution));
    };
  }

  private Told ended(@Nullable Execution execution) {
    byte[] result = execution == null ? null : execution.result();
    String error = execution == null ? null : execution.error();
    return new Told(
        result == null ? results.refused(error == null ? "The call failed." : error) : result,
        true);
  }

  private Told unknown(ApprovalRow row) {
    String sentence =
        "The call was approved and sent, and its outcome is not known. Do not make it again: a person decides what happens next, and get_approval_status with request_id %s tells what that is."
            .formatted(row.ref().approvalId());
    return new Told(results.refused(sentence), false);
  }

  private Optional<Told> refused(ApprovalRow row, String consequence) {
    Closing closing = row.closing();
    String comment = closing == null ? null : closing.comment();
    return sentence(
        "The request was %s by %s%s. %s"
            .formatted(
                row.status().column(),
                closing == null ? "somebody" : closing.by(),
                comment == null || comment.isBlank() ? "" : ": " + comment,
                consequence));
  }

  private Optional<Told> sentence(String sentence) {
    return Optional.of(new Told(results.refused(sentence), true));
  }
}
