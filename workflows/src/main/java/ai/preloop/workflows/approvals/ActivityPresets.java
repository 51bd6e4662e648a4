package ai.preloop.workflows.approvals;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** The named ways in which an approval calls the world. */
final class ActivityPresets {

  /**
   * A row's transaction: retried for ever, because the row must be read before anything goes on. An
   * attempt ends before its workflow task is due to be renewed (after 8 s of its 10): without a
   * cache the renewed one would begin the attempt anew, beside the old. So longer waits are timers.
   */
  static final LocalActivityOptions QUICK =
      LocalActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(7))
          .setLocalRetryThreshold(Duration.ofSeconds(1))
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofMillis(100))
                  .setMaximumInterval(Duration.ofSeconds(5))
                  // A local activity without a number, or a time, is not tried a second time.
                  .setMaximumAttempts(Integer.MAX_VALUE)
                  .build())
          .build();

  /** A notice: worth some attempts, never worth holding the approval. */
  static final ActivityOptions NOTICE =
      ActivityOptions.newBuilder()
          .setTaskQueue(ApprovalNotices.TASK_QUEUE)
          .setStartToCloseTimeout(Duration.ofSeconds(30))
          .setRetryOptions(backoff(Duration.ofSeconds(1), 20))
          .build();

  /** The same for what is at hand: no more than a moment of the workflow's own task. */
  static final LocalActivityOptions NEAR_NOTICE =
      LocalActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(5))
          .setLocalRetryThreshold(Duration.ofMillis(500))
          .setRetryOptions(backoff(Duration.ofSeconds(1), 20))
          .build();

  private ActivityPresets() {}

  /**
   * The approved call: attempts are free, because only the first claim sends. What was sent cannot
   * be cancelled, so a cancelled workflow waits for the answer.
   */
  static ActivityOptions call(String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(ApprovedCalls.TASK_QUEUE)
        .setStartToCloseTimeout(Duration.ofMinutes(30))
        .setHeartbeatTimeout(Duration.ofSeconds(30))
        .setRetryOptions(backoff(Duration.ofSeconds(1), 0))
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setSummary(summary)
        .build();
  }

  private static RetryOptions backoff(Duration first, int attempts) {
    return RetryOptions.newBuilder()
        .setInitialInterval(first)
        .setMaximumInterval(Duration.ofSeconds(10))
        .setMaximumAttempts(attempts)
        .build();
  }
}
