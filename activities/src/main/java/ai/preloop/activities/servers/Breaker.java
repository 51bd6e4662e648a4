package ai.preloop.activities.servers;

import ai.preloop.activities.servers.ServerHealth.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Spares a server that cannot be reached, and its callers the wait: after some failures in a row
 * nothing is sent for a pause, then one call tries, and another after each pause in which it has
 * not ended. Nothing but a connection that does not come about is a failure.
 */
final class Breaker {

  static final int FAILURES = 5;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final LongSupplier nanos;
  private final Runnable turned;
  private int failures;
  private boolean trying;
  private long tryingSince;
  private Duration pause = FIRST_PAUSE;
  private long triedAt;
  private @Nullable Trouble unreachable;

  /** {@code turned} is run when calls are spared from now on, and when they are not any more. */
  Breaker(LongSupplier nanos, Runnable turned) {
    this.nanos = nanos;
    this.turned = turned;
  }

  /** Why nothing is sent now; empty where the call may try, whose end is then told. */
  synchronized Optional<String> enter() {
    Trouble known = unreachable;
    if (known == null || failures < FAILURES) {
      return Optional.empty();
    }
    long now = nanos.getAsLong();
    long left = pause.toNanos() - (now - (trying ? tryingSince : triedAt));
    if (left <= 0) {
      trying = true;
      tryingSince = now;
      return Optional.empty();
    }
    return Optional.of(
        "It could not be reached since %s (%s) and is tried again in %d s."
            .formatted(
                known.since().truncatedTo(ChronoUnit.SECONDS),
                known.why(),
                Math.max(1, Math.ceilDiv(left, 1_000_000_000L))));
  }

  synchronized void reached() {
    boolean spared = failures >= FAILURES;
    failures = 0;
    trying = false;
    pause = FIRST_PAUSE;
    unreachable = null;
    if (spared) {
      turned.run();
    }
  }

  synchronized void failed(Instant now, String why) {
    Trouble before = unreachable;
    unreachable = new Trouble(before == null ? now : before.since(), why);
    failures++;
    if (failures == FAILURES) {
      turned.run();
    }
    if (trying) {
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
    trying = false;
    triedAt = nanos.getAsLong();
  }

  /** The call ended in a way that says nothing of the server. */
  synchronized void unclear() {
    trying = false;
  }

  /** What is wrong, once nothing is sent any more. */
  synchronized Optional<Trouble> open() {
    return Optional.ofNullable(failures < FAILURES ? null : unreachable);
  }
}
