package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovalRow.Resolution;
import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.approvals.Outcomes.Claim;
import ai.preloop.activities.database.Columns;
import ai.preloop.workflows.approvals.ApprovalRef;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Does what a person said of an unknown outcome: another round, or an end by hand. */
final class Resolving {

  private static final String OVERTAKEN = "resolution_overtaken";
  private static final String MARKED = "Marked as ";

  private Resolving() {}

  /** Applies a resolution to a row in doubt that the caller has locked. */
  static void apply(JdbcClient jdbc, ApprovalRow row, Resolution resolution) {
    boolean resend = resolution.action().equals("resend");
    if (!resend) {
      finish(jdbc, row, resolution);
    }
    jdbc.sql(
            """
            update approval_requests
            set execution_status = :status, execution_round = execution_round + :again,
                resolve_action = null, resolve_requested_at = null, resolve_requested_by = null,
                resolve_actor_id = null, resolve_comment = null
            where id = :id and account_id = :account and execution_status = 'outcome_unknown'
            """)
        .param("status", resend ? "none" : resolution.action())
        .param("again", resend ? 1 : 0)
        .param("id", row.ref().approvalId())
        .param("account", row.ref().accountId())
        .update();
    Events.add(
        jdbc,
        row.ref(),
        new Event("resolved", resolution.actor(), resolution.action(), resolution.comment()));
  }

  /**
   * Takes back what a person said and nobody has acted on: an answer came first, and it is the
   * truth.
   */
  static void drop(JdbcClient jdbc, ApprovalRow row, String answer) {
    Resolution said = row.resolution();
    if (said == null) {
      return;
    }
    jdbc.sql(
            """
            update approval_requests
            set resolve_action = null, resolve_requested_at = null, resolve_requested_by = null,
                resolve_actor_id = null, resolve_comment = null
            where id = ? and account_id = ?
            """)
        .params(row.ref().approvalId(), row.ref().accountId())
        .update();
    String detail = "%s came too late: the call has %s".formatted(said.action(), answer);
    Events.add(jdbc, row.ref(), new Event(OVERTAKEN, said.actor(), detail, said.comment()));
  }

  /** Whether an answer overtook what was said at this instant or later. */
  static boolean isOvertaken(JdbcClient jdbc, ApprovalRef ref, Instant since) {
    return jdbc.sql(
            """
            select exists (select from approval_events
              where approval_id = ? and account_id = ? and type = ? and at >= ?)
            """)
        .params(ref.approvalId(), ref.accountId(), OVERTAKEN, Columns.parameter(since))
        .query(Boolean.class)
        .single();
  }

  /** Whether a person said how this attempt ended, so that its own answer is not kept. */
  static boolean isMarked(JdbcClient jdbc, ApprovalRef ref, Claim claim) {
    return jdbc.sql(
            """
            select exists (select from executions
              where approval_id = ? and account_id = ? and round = ? and claim = ?
                and status in ('succeeded', 'failed') and error like ?)
            """)
        .params(ref.approvalId(), ref.accountId(), claim.round(), claim.by(), MARKED + "%")
        .query(Boolean.class)
        .single();
  }

  /** From here on an answer that comes late changes nothing: what was shown stays. */
  private static void finish(JdbcClient jdbc, ApprovalRow row, Resolution resolution) {
    jdbc.sql(
            """
            update executions
            set status = :status, error = :error, finished_at = clock_timestamp()
            where approval_id = :id and account_id = :account and round = :round
              and status = 'outcome_unknown'
            """)
        .param("status", resolution.action())
        .param("error", "%s%s by %s.".formatted(MARKED, resolution.action(), resolution.by()))
        .param("id", row.ref().approvalId())
        .param("account", row.ref().accountId())
        .param("round", row.round())
        .update();
  }
}
