package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovalDetail.Execution;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Answered;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Failed;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.NotNow;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Unknown;
import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What approved calls came to: stored before it is shown, and the same at every later look. */
final class Outcomes {

  private final SealedContent sealed;
  private final Withheld withheld;

  Outcomes(SealedContent sealed) {
    this.sealed = sealed;
    this.withheld = new Withheld(sealed, new ApprovalTable(sealed));
  }

  /** What people decide about. */
  Optional<byte[]> withheld(JdbcClient jdbc, ApprovalRow row) {
    return withheld.find(jdbc, row);
  }

  /** What is known of an execution; {@code result} is the tool's own answer, as it came. */
  record Known(
      String status, byte @Nullable [] result, @Nullable String error, @Nullable String note) {

    Known(String status, byte @Nullable [] result, @Nullable String error) {
      this(status, result, error, null);
    }

    /** What its event says of it. */
    @Nullable String told() {
      return error == null ? note : error;
    }
  }

  /** The claim that a call was sent under. */
  record Claim(int round, String by) {}

  /**
   * Stores what came of a call in a row that the caller has locked. A late answer replaces an
   * unknown outcome, and a person's word on it that nobody has acted on; any other outcome stays.
   */
  void store(JdbcClient jdbc, ApprovalRow row, Claim claim, Sent sent) {
    switch (sent) {
      case Unknown(String reason) -> {
        if (row.round() == claim.round() && row.execution() == ExecutionStatus.EXECUTING) {
          Claims.doubt(jdbc, row, reason);
        }
      }
      case NotNow(String reason) -> {
        if (!Claims.giveBack(jdbc, row, claim, reason)) {
          finish(jdbc, row, claim, new Known("failed", null, "Not sent: " + reason));
        }
      }
      case Failed(String reason) -> finish(jdbc, row, claim, new Known("failed", null, reason));
      case Answered answered -> finish(jdbc, row, claim, known(row, answered));
      case Sent.Asked asked -> withhold(jdbc, row, claim, asked);
    }
  }

  /** The call is over; its answer has a request of its own from the same moment on. */
  private void withhold(JdbcClient jdbc, ApprovalRow row, Claim claim, Sent.Asked asked) {
    if (asked.answer().result().length > Approvals.KEPT_BYTES) {
      finish(jdbc, row, claim, known(row, asked.answer()));
      return;
    }
    String status = asked.answer().isError() ? "failed" : "succeeded";
    boolean isFinished = finish(jdbc, row, claim, new Known(status, null, waiting(asked)));
    if (isFinished && row.round() == claim.round()) {
      withheld.keepOf(jdbc, row, asked);
    }
  }

  private static String waiting(Sent.Asked asked) {
    return "The call ran, and a person decides whether you get what the tool answered. Do not make it again: poll get_approval_status with request_id %s."
        .formatted(asked.release());
  }

  Optional<Known> find(JdbcClient jdbc, ApprovalRow row) {
    return jdbc.sql(
            """
            select status, result, error from executions
            where approval_id = ? and account_id = ? and round = ?
            """)
        .params(row.ref().approvalId(), row.ref().accountId(), row.round())
        .query((found, number) ->
            new Known(
                found.getString("status"),
                opened(row.ref(), found.getBytes("result")),
                found.getString("error")))
        .optional();
  }

  /** The same without its result. */
  static Optional<Execution> outline(JdbcClient jdbc, ApprovalRow row) {
    return jdbc.sql(
            """
            select error, coalesce(octet_length(result), 0) as bytes from executions
            where approval_id = ? and account_id = ? and round = ?
            """)
        .params(row.ref().approvalId(), row.ref().accountId(), row.round())
        .query(
            (found, number) -> new Execution(null, found.getString("error"), found.getInt("bytes")))
        .optional();
  }

  private byte @Nullable [] opened(ApprovalRef ref, byte @Nullable [] result) {
    return result == null ? null : sealed.openResult(ref, result);
  }

  private Known known(ApprovalRow row, Answered answered) {
    String status = answered.isError() ? "failed" : "succeeded";
    if (answered.result().length > Approvals.KEPT_BYTES) {
      return new Known(
          status,
          null,
          "The tool's result has %d bytes, more than the %d that are kept."
              .formatted(answered.result().length, Approvals.KEPT_BYTES));
    }
    String error = answered.isError() ? "The tool answered with an error." : null;
    return new Known(
        status, sealed.sealResult(row.ref(), answered.result()), error, answered.note());
  }

  /** Whether this is what came of it from now on. */
  private static boolean finish(JdbcClient jdbc, ApprovalRow row, Claim claim, Known known) {
    int finished =
        jdbc.sql(
                """
                update executions
                set status = :status, result = :result, error = :error,
                    finished_at = clock_timestamp()
                where approval_id = :id and account_id = :account and round = :round
                  and claim = :claim and status in ('executing', 'outcome_unknown')
                """)
            .param("status", known.status())
            .param("result", known.result())
            .param("error", known.error())
            .param("id", row.ref().approvalId())
            .param("account", row.ref().accountId())
            .param("round", claim.round())
            .param("claim", claim.by())
            .update();
    if (finished == 1 && row.round() == claim.round()) {
      Claims.mark(jdbc, row, ExecutionStatus.of(known.status()));
      Resolving.drop(jdbc, row, known.status());
      Events.add(jdbc, row.ref(), Event.of(known.status(), known.told()));
    } else if (finished == 1 || Resolving.isMarked(jdbc, row.ref(), claim)) {
      Events.add(jdbc, row.ref(), Event.of("late_answer", known.status()));
    }
    return finished == 1;
  }
}
