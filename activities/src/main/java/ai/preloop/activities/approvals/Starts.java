package ai.preloop.activities.approvals;

import ai.preloop.workflows.approvals.ApprovalRef;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Notes in a row which Temporal store knows its workflow. */
final class Starts {

  private Starts() {}

  static void record(JdbcClient jdbc, ApprovalRef ref, String store) {
    jdbc.sql("update approval_requests set workflow_store = ? where id = ? and account_id = ?")
        .params(store, ref.approvalId(), ref.accountId())
        .update();
  }
}
