package ai.preloop.activities.approvals;

import ai.preloop.workflows.approvals.ApprovalRef;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Notes in a row which Temporal store knows its workflow. */
final class Starts {

  private Starts() {}

  static void record(JdbcClient jdbc, ApprovalRef ref, ApprovalWorkflows workflows) {
    jdbc.sql("update approval_requests set workflow_store = ? where id = ? and account_id = ?")
        .params(workflows.store(), ref.approvalId(), ref.accountId())
        .update();
  }
}
