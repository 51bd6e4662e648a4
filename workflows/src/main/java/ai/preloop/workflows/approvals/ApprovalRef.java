package ai.preloop.workflows.approvals;

import java.util.UUID;

/** Which approval a workflow or an activity is about; the row says everything else. */
public record ApprovalRef(UUID accountId, UUID approvalId) {

  public String workflowId() {
    return "approval-" + approvalId;
  }
}
