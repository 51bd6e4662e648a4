package ai.preloop.api.mcp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long a call waits already: measured here by what goes by, whatever is done to the clocks; to
 * another node it is told as the instant of the clock that all nodes share.
 */
record Waited(Instant since, long nanos) {

  /** More than any client waits; what a client sends back may say anything. */
  private static final Duration LONGEST = Duration.ofDays(1);

  static Waited from(InstantSource clock) {
    return new Waited(clock.instant(), System.nanoTime());
  }

  /** Goes on with what another node began to measure. */
  static Waited since(Instant since, InstantSource clock) {
    Duration before = Duration.between(since, clock.instant());
    Duration credible = before.compareTo(LONGEST) > 0 ? LONGEST : before;
    long nanos = credible.isNegative() ? 0 : credible.toNanos();
    return new Waited(since, System.nanoTime() - nanos);
  }

  Duration soFar() {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
