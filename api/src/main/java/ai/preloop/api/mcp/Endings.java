package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalDetail.Execution;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovalRow.Closing;
import ai.preloop.api.mcp.tools.BuiltinTool;
import ai.preloop.api.mcp.tools.StatusAnswer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a held call is answered for each way that its request can end. */
final class Endings {

  private final ToolResults results;

  Endings(ToolResults results) {
    this.results = results;
  }

  /** Empty as long as there is nothing to tell, or a result that is left out. */
  Optional<Told> of(ApprovalDetail detail, boolean hasOutputSchema) {
    Words words = Words.of(detail.row());
    return switch (detail.row().status()) {
      case PENDING -> Optional.empty();
      case APPROVED -> called(detail, hasOutputSchema);
      case DECLINED -> refused(detail.row(), words.declined());
      case CANCELLED -> refused(detail.row(), words.cancelled());
      case EXPIRED -> refused("Not enough people decided in time. " + words.expired());
    };
  }

  /** What follows from each end that is no approval. */
  private record Words(String declined, String cancelled, String expired) {

    private static final Words OF_CALLS =
        new Words(
            "The call was not made; do not repeat it.",
            "The call was not made.",
            "The call was not made. Making it again asks again.");
    private static final Words OF_QUESTIONS =
        new Words(
            "Do not go ahead, and do not ask again.",
            "Do not go ahead.",
            "Do not go ahead. Asking again opens another request.");
    private static final Words OF_RELEASES =
        new Words(
            "The tool did run, and its result is withheld from you; do not make the call again.",
            "The tool did run, and its result is withheld from you; do not make the call again.",
            "The tool did run, and its result stays withheld from you; do not make the call again.");

    private static Words of(ApprovalRow row) {
      if (row.isRelease()) {
        return OF_RELEASES;
      }
      return row.isQuestion() ? OF_QUESTIONS : OF_CALLS;
    }
  }

  /** Nothing is called when a question was approved; that it was is the answer. */
  private Optional<Told> called(ApprovalDetail detail, boolean hasOutputSchema) {
    if (detail.row().isQuestion()) {
      return Optional.of(
          Told.passedOn(results.own(new BuiltinTool.Answer(StatusAnswer.of(detail), false))));
    }
    if (detail.isLeftOut()) {
      return Optional.empty();
    }
    Execution execution = detail.execution();
    byte[] result = execution == null ? null : execution.result();
    String reason = execution == null ? null : execution.error();
    return switch (detail.row().execution()) {
      case NONE, EXECUTING -> Optional.empty();
      case OUTCOME_UNKNOWN -> Optional.of(unknown(detail.row()));
      case SUCCEEDED ->
          Optional.of(
              result == null ? withoutResult(reason, hasOutputSchema) : Told.passedOn(result));
      case FAILED ->
          Optional.of(
              result == null
                  ? told(ProblemType.UPSTREAM_FAILED, failed(reason), true)
                  : Told.passedOn(result));
    };
  }

  /** A call that ran is never told as one that failed: the agent would make it again. */
  private Told withoutResult(@Nullable String reason, boolean hasOutputSchema) {
    String sentence = StatusAnswer.succeededWithoutResult(reason);
    return new Told(results.notice(sentence, hasOutputSchema), sentence, null, true);
  }

  private static String failed(@Nullable String reason) {
    return reason == null ? "The call failed." : reason;
  }

  private Told unknown(ApprovalRow row) {
    String sentence =
        "The call was approved. It may have been sent, and its outcome is not known. Do not make it again: a person decides what happens next, and get_approval_status with request_id %s tells what that is."
            .formatted(row.ref().approvalId());
    return told(ProblemType.UPSTREAM_TIMEOUT, sentence, false);
  }

  private Optional<Told> refused(ApprovalRow row, String consequence) {
    Closing closing = row.closing();
    String comment = closing == null ? null : closing.comment();
    return refused(
        "The request was %s by %s%s. %s"
            .formatted(
                row.status().column(),
                closing == null ? "somebody" : closing.by(),
                comment == null || comment.isBlank() ? "" : ": " + comment,
                consequence));
  }

  private Optional<Told> refused(String sentence) {
    return Optional.of(told(ProblemType.CALL_REFUSED, sentence, true));
  }

  private Told told(ProblemType type, String sentence, boolean isWhole) {
    return results.told(new ProblemException(type, sentence), isWhole);
  }
}
