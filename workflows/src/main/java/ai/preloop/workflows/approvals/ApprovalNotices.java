package ai.preloop.workflows.approvals;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Tells people that they are asked, and what became of it; idempotent by approval, channel,
 * recipient and step.
 */
@ActivityInterface
public interface ApprovalNotices {

  String TASK_QUEUE = "preloop-notifications";

  @ActivityMethod(name = "NotifyApprovers")
  void send(Notice notice);

  /** The step that asks. */
  String OPENED = "opened";

  /** The step that tells how it ended, where it was asked. */
  String ENDED = "ended";

  /** One channel's turn in one step. */
  record Notice(ApprovalRef ref, String channel, String step) {}
}
