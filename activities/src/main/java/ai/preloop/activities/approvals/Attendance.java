package ai.preloop.activities.approvals;

import ai.preloop.activities.database.Database;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.AccountId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who waits for a request, on whichever node, and whether its end was told. A node that is killed
 * leaves its waiters counted, so that a client's cancellation then closes too little and never too
 * much.
 */
public final class Attendance {

  private final Database database;
  private final ApprovalTable table;
  private final ApprovalWorkflows workflows;

  Attendance(Database database, ApprovalTable table, ApprovalWorkflows workflows) {
    this.database = database;
    this.table = table;
    this.workflows = workflows;
  }

  /** One more waits, who comes back for a request; whoever opened or repeated it is counted. */
  public void arrived(ApprovalRef ref) {
    count(ref, 1);
  }

  /** One waits no longer, for whatever reason; nothing else changes by it. */
  public void left(ApprovalRef ref) {
    count(ref, -1);
  }

  /** The end was told whole: the same call, made again, is a new one from now on. */
  public void delivered(ApprovalRef ref) {
    database.doInAccount(
        new AccountId(ref.accountId()),
        jdbc ->
            jdbc.sql(
                    """
                    update approval_requests set delivered_at = clock_timestamp()
                    where id = ? and account_id = ? and delivered_at is null
                    """)
                .params(ref.approvalId(), ref.accountId())
                .update());
  }

  /** Somebody was told to poll, or polls: whoever stops waiting is not the last from now on. */
  public void polled(ApprovalRef ref) {
    database.doInAccount(
        new AccountId(ref.accountId()),
        jdbc ->
            jdbc.sql(
                    """
                    update approval_requests set polled = true
                    where id = ? and account_id = ? and status = 'pending' and not polled
                    """)
                .params(ref.approvalId(), ref.accountId())
                .update());
  }

  /** One who was counted is told to poll instead of waiting. */
  public void pollsInstead(ApprovalRef ref) {
    database.doInAccount(
        new AccountId(ref.accountId()),
        jdbc ->
            jdbc.sql(
                    """
                    update approval_requests
                    set polled = true, waiters = greatest(waiters - 1, 0)
                    where id = ? and account_id = ?
                    """)
                .params(ref.approvalId(), ref.accountId())
                .update());
  }

  /** Who wants no answer any more: the session that called, its caller's name, and why. */
  public record Withdrawal(UUID session, String by, @Nullable String reason) {}

  /**
   * One who waited and was counted out wants no answer: closes the request if it is pending, was
   * opened in the same session, and nobody else waits for it or polls. False when it goes on.
   */
  public boolean withdraw(ApprovalRef ref, Withdrawal withdrawal) {
    return database
        .inAccount(new AccountId(ref.accountId()), jdbc -> ask(jdbc, ref, withdrawal))
        .filter(workflows::cancel)
        .isPresent();
  }

  /**
   * Its caller, of this name, takes a request back, whoever else waits for it; one that is not
   * pending goes on.
   */
  public void takeBack(ApprovalRef ref, String by) {
    database
        .inAccount(new AccountId(ref.accountId()), jdbc -> askAlone(jdbc, ref, by))
        .ifPresent(workflows::cancel);
  }

  private Optional<ApprovalRow> askAlone(JdbcClient jdbc, ApprovalRef ref, String by) {
    ApprovalRow row = table.lock(jdbc, ref).orElseThrow(Decisions::notFound);
    if (row.status() != ApprovalStatus.PENDING || row.cancellation() != null) {
      return Optional.empty();
    }
    Requests.cancel(jdbc, ref, by, null);
    return Optional.of(row);
  }

  private Optional<ApprovalRow> ask(JdbcClient jdbc, ApprovalRef ref, Withdrawal withdrawal) {
    ApprovalRow row = table.lock(jdbc, ref).orElseThrow(Decisions::notFound);
    if (row.status() != ApprovalStatus.PENDING
        || row.cancellation() != null
        || !withdrawal.session().equals(row.caller().sessionId())
        || isWanted(jdbc, ref)) {
      return Optional.empty();
    }
    Requests.cancel(jdbc, ref, withdrawal.by(), withdrawal.reason());
    return Optional.of(row);
  }

  private static boolean isWanted(JdbcClient jdbc, ApprovalRef ref) {
    return jdbc.sql(
            "select waiters > 0 or polled from approval_requests where id = ? and account_id = ?")
        .params(ref.approvalId(), ref.accountId())
        .query(Boolean.class)
        .single();
  }

  private void count(ApprovalRef ref, int change) {
    database.doInAccount(new AccountId(ref.accountId()), jdbc -> count(jdbc, ref, change));
  }

  static void count(JdbcClient jdbc, ApprovalRef ref, int change) {
    jdbc.sql(
            """
            update approval_requests set waiters = greatest(waiters + ?, 0)
            where id = ? and account_id = ?
            """)
        .params(change, ref.approvalId(), ref.accountId())
        .update();
  }
}
