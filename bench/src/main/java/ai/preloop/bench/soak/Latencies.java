package ai.preloop.bench.soak;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long calls took, in buckets of which each is 2 % wider than the one before. */
final class Latencies {

  private static final double STEP = Math.log(1.02);
  private static final int BUCKETS = 1_400;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

  void add(long nanos) {
    counts.incrementAndGet(
        Math.clamp((int) (Math.log((double) Math.max(1, nanos)) / STEP), 0, BUCKETS - 1));
  }

  long count() {
    long count = 0;
    for (int i = 0; i < BUCKETS; i++) {
      count += counts.get(i);
    }
    return count;
  }

  /** In milliseconds, to 2 %; {@code share} of the calls took at most that. */
  double percentile(double share) {
    long left = (long) Math.ceil(share * count());
    for (int i = 0; i < BUCKETS; i++) {
      left -= counts.get(i);
      if (left <= 0) {
        return Math.exp((i + 1) * STEP) / 1e6;
      }
    }
    return Double.NaN;
  }
}
