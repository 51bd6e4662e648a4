package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.approvals.Outcomes.Claim;
import ai.preloop.activities.approvals.Traces.Trace;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Claims that the database lost when an older backup took its place, put back into rows that the
 * caller has locked: whoever comes to such a row doubts it, and does not send the call again.
 */
final class LostClaims {

  static final String REASON =
      "It may have been sent: Temporal knows of an attempt that the database does not, as after an older backup was restored.";

  private LostClaims() {}

  /**
   * Puts back that of the last of these that may have sent the call and that no claim is of; to let
   * a result go sends nothing.
   */
  static void recall(JdbcClient jdbc, ApprovalRow row, List<Trace> traces) {
    if (row.execution() == ExecutionStatus.NONE && !row.isRelease()) {
      traces.reversed().stream()
          .filter(trace -> trace.maySend(row.round()))
          .filter(trace -> !isKnown(jdbc, row, "%/" + trace.activity() + "/%"))
          .findFirst()
          .ifPresent(
              trace -> put(jdbc, row, new Claim(row.round(), "lost/" + trace.activity() + "/0")));
    }
  }

  /** Puts this one back if it is not there. */
  static void recall(JdbcClient jdbc, ApprovalRow row, Claim claim) {
    if (!isKnown(jdbc, row, claim.by())) {
      put(jdbc, row, claim);
    }
  }

  private static boolean isKnown(JdbcClient jdbc, ApprovalRow row, String pattern) {
    return jdbc.sql(
            """
            select exists (select from executions
              where approval_id = ? and account_id = ? and claim like ?)
            """)
        .params(row.ref().approvalId(), row.ref().accountId(), pattern)
        .query(Boolean.class)
        .single();
  }

  private static void put(JdbcClient jdbc, ApprovalRow row, Claim claim) {
    int put =
        jdbc.sql(
                """
                insert into executions (approval_id, round, account_id, claim, status)
                values (?, ?, ?, ?, 'executing') on conflict (approval_id, round) do nothing
                """)
            .params(row.ref().approvalId(), claim.round(), row.ref().accountId(), claim.by())
            .update();
    if (put == 1) {
      Events.add(jdbc, row.ref(), Event.of("claim_recalled", REASON));
    }
  }
}
