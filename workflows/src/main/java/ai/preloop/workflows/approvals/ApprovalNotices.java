package ai.preloop.workflows.approvals;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Tells people that they are asked; idempotent by approval, channel, recipient and step. */
@ActivityInterface
public interface ApprovalNotices {

  String TASK_QUEUE = "preloop-notifications";

  @ActivityMethod(name = "NotifyApprovers")
  void send(Notice notice);

  /** One channel's turn in one step ({@code opened}, later a reminder or an escalation). */
  record Notice(ApprovalRef ref, String channel, String step) {}
}
