package ai.preloop.activities.approvals;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people ask of a row beside voting; the workflow does it when it looks. */
final class Requests {

  private static final Set<String> RESOLUTIONS = Set.of("resend", "succeeded", "failed");

  private Requests() {}

  static void cancel(JdbcClient jdbc, ApprovalRef ref, String by, @Nullable String reason) {
    jdbc.sql(
            """
            update approval_requests
            set cancel_requested_at = clock_timestamp(), cancel_requested_by = ?, cancel_reason = ?
            where id = ? and account_id = ? and status = 'pending'
            """)
        .params(by, reason, ref.approvalId(), ref.accountId())
        .update();
  }

  static void resolve(
      JdbcClient jdbc, ApprovalRow row, String by, String action, @Nullable String comment) {
    if (!RESOLUTIONS.contains(action)) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "The action is one of resend, succeeded and failed.");
    }
    if (row.execution() != ExecutionStatus.OUTCOME_UNKNOWN) {
      throw Decisions.conflict(
          "Only a call whose outcome is unknown can be resolved; this one is %s."
              .formatted(row.execution().column()));
    }
    jdbc.sql(
            """
            update approval_requests
            set resolve_action = ?, resolve_requested_at = clock_timestamp(),
                resolve_requested_by = ?, resolve_comment = ?
            where id = ? and account_id = ? and execution_status = 'outcome_unknown'
            """)
        .params(action, by, comment, row.ref().approvalId(), row.ref().accountId())
        .update();
  }
}
