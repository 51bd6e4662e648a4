package ai.preloop.activities.approvals;

import java.time.Duration;

/**
 * How long a call that is made again may get what an earlier one came to: {@code ended} after that
 * one's end, when nobody was told of it, and {@code callId} after its opening, when it had the same
 * id in another session of the client.
 */
public record RepeatWindows(Duration ended, Duration callId) {

  public RepeatWindows {
    if (ended.isNegative() || callId.isNegative()) {
      throw new IllegalArgumentException("A window of repeats is not negative");
    }
  }
}
