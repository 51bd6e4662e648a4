package ai.preloop.activities.approvals;

import ai.preloop.activities.database.Database;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.AccountId;
import java.util.Optional;
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

  /** One more waits. */
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

  /**
   * One who waited and was counted out wants no answer: closes the request if it is pending and
   * nobody else waits for it. False when it goes on.
   */
  public boolean withdraw(ApprovalRef ref, String by, @Nullable String reason) {
    return database
        .inAccount(new AccountId(ref.accountId()), jdbc -> ask(jdbc, ref, by, reason))
        .filter(workflows::cancel)
        .isPresent();
  }

  private Optional<ApprovalRow> ask(
      JdbcClient jdbc, ApprovalRef ref, String by, @Nullable String reason) {
    ApprovalRow row = table.lock(jdbc, ref).orElseThrow(Decisions::notFound);
    if (row.status() != ApprovalStatus.PENDING || waiters(jdbc, ref) > 0) {
      return Optional.empty();
    }
    Requests.cancel(jdbc, ref, by, reason);
    return Optional.of(row);
  }

  private static int waiters(JdbcClient jdbc, ApprovalRef ref) {
    return jdbc.sql("select waiters from approval_requests where id = ? and account_id = ?")
        .params(ref.approvalId(), ref.accountId())
        .query(Integer.class)
        .single();
  }

  private void count(ApprovalRef ref, int change) {
    database.doInAccount(new AccountId(ref.accountId()), jdbc -> count(jdbc, ref, change));
  }

  private static void count(JdbcClient jdbc, ApprovalRef ref, int change) {
    jdbc.sql(
            """
            update approval_requests set waiters = greatest(waiters + ?, 0)
            where id = ? and account_id = ?
            """)
        .params(change, ref.approvalId(), ref.accountId())
        .update();
  }
}
