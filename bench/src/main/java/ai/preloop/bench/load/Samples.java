package ai.preloop.bench.load;

import java.util.Arrays;

/** Times in nanoseconds, in order. */
public record Samples(long[] sorted) {

  static Samples of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  int count() {
    return sorted.length;
  }

  /** In milliseconds; {@code share} of the samples took at most that. */
  double percentile(double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.clamp(index, 0, sorted.length - 1)] / 1e6;
  }

  /** How much longer than for these, at the same share of each. */
  double beyond(Samples other, double share) {
    return percentile(share) - other.percentile(share);
  }

  double median() {
    return percentile(0.5);
  }
}
