package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.approvals.Outcomes.Claim;
import ai.preloop.activities.database.Digests;
import ai.preloop.policies.quorum.Decider;
import ai.preloop.policies.quorum.Outcome.Approved;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The claim on an approved call: whoever writes it sends, and nobody else in the same round. */
final class Claims {

  /** How often a call that is declared, or trusted, as safe to repeat is sent at most. */
  private static final int ROUNDS = 3;

  private static final String LOST =
      "It may have been sent: the attempt that was to send it is gone, and no answer came back.";

  private Claims() {}

  /**
   * True when the caller, who has locked the row, is to send the call now. UNAVAILABLE when it
   * cannot be known now whether it still may be sent; then nothing is claimed.
   */
  static boolean take(JdbcClient jdbc, ApprovalRow row, String claim, ApprovedCallTarget target) {
    if (row.status() != ApprovalStatus.APPROVED || row.isQuestion() || row.isRelease()) {
      return false;
    }
    return switch (row.execution()) {
      case SUCCEEDED, FAILED, OUTCOME_UNKNOWN -> false;
      case NONE -> {
        if (isClaimed(jdbc, row)) {
          doubt(jdbc, row, LostClaims.REASON);
          yield false;
        }
        yield takeFirst(jdbc, row, claim, target);
      }
      case EXECUTING -> {
        doubt(jdbc, row, LOST);
        yield false;
      }
    };
  }

  /** Whether this round has a claim that the row itself does not show: it was put back. */
  private static boolean isClaimed(JdbcClient jdbc, ApprovalRow row) {
    return jdbc.sql(
            """
            select exists (select from executions
              where approval_id = ? and account_id = ? and round = ?)
            """)
        .params(row.ref().approvalId(), row.ref().accountId(), row.round())
        .query(Boolean.class)
        .single();
  }

  private static boolean takeFirst(
      JdbcClient jdbc, ApprovalRow row, String claim, ApprovedCallTarget target) {
    String refusal = refusal(jdbc, row, target);
    insert(jdbc, row, claim, refusal);
    mark(jdbc, row, refusal == null ? ExecutionStatus.EXECUTING : ExecutionStatus.FAILED);
    Events.add(jdbc, row.ref(), refusal == null ? claimed(row) : notSent(refusal));
    return refusal == null;
  }

  /**
   * Takes a claim back under which nothing was sent, so that another attempt may take one: as if it
   * had never been. False when it is not the one that stands.
   */
  static boolean giveBack(JdbcClient jdbc, ApprovalRow row, Claim claim, String reason) {
    int given =
        jdbc.sql(
                """
                delete from executions
                where approval_id = ? and account_id = ? and round = ? and claim = ?
                  and status = 'executing'
                """)
            .params(row.ref().approvalId(), row.ref().accountId(), claim.round(), claim.by())
            .update();
    if (given == 1) {
      mark(jdbc, row, ExecutionStatus.NONE);
      Events.add(jdbc, row.ref(), Event.of("put_off", "Nothing was sent: " + reason));
    }
    return given == 1;
  }

  /** Whether nobody has doubted or ended this claim since it was taken. */
  static boolean isHeld(JdbcClient jdbc, ApprovalRow row, String claim) {
    return jdbc.sql(
            """
            select exists (select from executions
              where approval_id = ? and account_id = ? and round = ? and claim = ?
                and status = 'executing')
            """)
        .params(row.ref().approvalId(), row.ref().accountId(), row.round(), claim)
        .query(Boolean.class)
        .single();
  }

  /**
   * Records that nobody can know what a call did that may have been sent; sends it again where that
   * is safe.
   */
  static void doubt(JdbcClient jdbc, ApprovalRow row, String reason) {
    jdbc.sql(
            """
            update executions set status = 'outcome_unknown', error = :reason
            where approval_id = :id and account_id = :account and round = :round
              and status = 'executing'
            """)
        .param("reason", reason)
        .param("id", row.ref().approvalId())
        .param("account", row.ref().accountId())
        .param("round", row.round())
        .update();
    Events.add(jdbc, row.ref(), Event.of("outcome_unknown", reason));
    if (row.target().repeatable() && row.round() < ROUNDS) {
      again(jdbc, row);
    } else {
      mark(jdbc, row, ExecutionStatus.OUTCOME_UNKNOWN);
    }
  }

  private static void again(JdbcClient jdbc, ApprovalRow row) {
    jdbc.sql(
            """
            update approval_requests
            set execution_status = 'none', execution_round = execution_round + 1
            where id = ? and account_id = ? and execution_round = ?
            """)
        .params(row.ref().approvalId(), row.ref().accountId(), row.round())
        .update();
    Events.add(jdbc, row.ref(), Event.of("sent_again", "The call is safe to repeat."));
  }

  static void mark(JdbcClient jdbc, ApprovalRow row, ExecutionStatus status) {
    jdbc.sql(
            """
            update approval_requests set execution_status = ?
            where id = ? and account_id = ? and execution_round = ?
              and execution_status in ('none', 'executing', 'outcome_unknown')
            """)
        .params(status.column(), row.ref().approvalId(), row.ref().accountId(), row.round())
        .update();
  }

  /** Everything that must still hold, looked at once more before a byte is sent. */
  private static @Nullable String refusal(
      JdbcClient jdbc, ApprovalRow row, ApprovedCallTarget target) {
    String unapproved = unapproved(jdbc, row);
    return unapproved == null ? target.refusal(row) : unapproved;
  }

  /** Why the rows do not say that this was approved; null when they do. */
  static @Nullable String unapproved(JdbcClient jdbc, ApprovalRow row) {
    if (!(Decider.decide(Votes.ballot(jdbc, row), row.asOf()) instanceof Approved)) {
      return "The votes in the database do not approve it.";
    }
    byte[] digest = Digests.sha256(row.content().arguments());
    if (!MessageDigest.isEqual(digest, row.content().digest())
        || Votes.approveOther(jdbc, row.ref(), digest)) {
      return "The arguments are not those that were approved.";
    }
    return null;
  }

  private static void insert(
      JdbcClient jdbc, ApprovalRow row, String claim, @Nullable String refusal) {
    jdbc.sql(
            """
            insert into executions (approval_id, round, account_id, claim, status, error, finished_at)
            values (:id, :round, :account, :claim, :status, :error,
              case when :status = 'failed' then clock_timestamp() end)
            """)
        .param("id", row.ref().approvalId())
        .param("round", row.round())
        .param("account", row.ref().accountId())
        .param("claim", claim)
        .param("status", refusal == null ? "executing" : "failed")
        .param("error", refusal == null ? null : "Not sent: " + refusal)
        .update();
  }

  private static Event claimed(ApprovalRow row) {
    return Event.of("executing", row.target().qualifiedTool());
  }

  private static Event notSent(String refusal) {
    return Event.of("failed", "Not sent: " + refusal);
  }
}
