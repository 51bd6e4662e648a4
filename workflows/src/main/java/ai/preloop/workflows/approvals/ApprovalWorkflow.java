package ai.preloop.workflows.approvals;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;

/**
 * Drives one approval from its row: notifies, waits, lets the row be settled, has the call
 * executed.
 *
 * <p>No message carries authority. Each one only says "look at the row again"; what may happen next
 * follows from rows that the edges wrote.
 */
@WorkflowInterface
public interface ApprovalWorkflow {

  String TASK_QUEUE = "preloop-approvals";

  @WorkflowMethod
  ApprovalState run(ApprovalRef ref);

  /** A vote was committed under this id. */
  @UpdateMethod
  DecideAnswer decide(UUID voteId);

  /** A cancellation was written to the row. */
  @UpdateMethod
  ApprovalState cancel();

  /** A person's resolution of an unknown outcome was written to the row. */
  @UpdateMethod
  ApprovalState resolve();

  @QueryMethod
  ApprovalState state();
}
