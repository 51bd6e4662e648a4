package ai.preloop.activities.attempts;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * So much may be taken in a minute, evenly filled up again. What turns out to have been more than
 * was taken is owed.
 */
final class Bucket {

  private static final double MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private double level;
  private long at;
  private int perMinute;

  /** It is full. */
  Bucket(int perMinute, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.perMinute = perMinute;
    this.level = perMinute;
    this.at = nanoTime.getAsLong();
  }

  /** How long it is until so much can be taken, and no more than all there ever is. */
  Duration until(long amount, int allowed) {
    fill(allowed);
    double missing = Math.min(amount, perMinute) - level;
    return missing <= 0
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil(missing * MINUTE / Math.max(1, perMinute)));
  }

  void take(long amount) {
    level -= amount;
  }

  private void fill(int allowed) {
    long now = nanoTime.getAsLong();
    perMinute = allowed;
    level = Math.min(allowed, level + (now - at) * (allowed / MINUTE));
    at = now;
  }
}
