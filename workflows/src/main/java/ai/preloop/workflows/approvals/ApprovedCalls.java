package ai.preloop.workflows.approvals;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Sends an approved call to its server, once: the claim in the database decides, not the attempt.
 */
@ActivityInterface
public interface ApprovedCalls {

  String TASK_QUEUE = "preloop-tools";

  /** The type of the activity in Temporal. */
  String EXECUTE = "ExecuteApprovedCall";

  @ActivityMethod(name = EXECUTE)
  ApprovalState execute(ApprovalRef ref);
}
