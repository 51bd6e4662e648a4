package ai.preloop.activities.approvals;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lets a few requests of one caller be opened at once, the others wait without a connection: in the
 * database one waits for the other, and a burst of one caller would hold all connections meanwhile.
 */
final class Turns {

  /** More than there are connections; callers that share one wait for each other, and no more. */
  private static final int LANES = 64;

  private final Semaphore[] lanes;
  private final Duration patience;

  Turns(int atOnce, Duration patience) {
    this.lanes =
        Stream.generate(() -> new Semaphore(atOnce, true)).limit(LANES).toArray(Semaphore[]::new);
    this.patience = patience;
  }

  /** UNAVAILABLE when the caller's turn does not come in time. */
  <T> T take(UUID caller, Supplier<T> work) {
    Semaphore lane = lanes[Math.floorMod(caller.hashCode(), LANES)];
    if (!isEntered(lane)) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "Too many calls are being asked about at once, so this one was not made; try again in a moment.");
    }
    try {
      return work.get();
    } finally {
      lane.release();
    }
  }

  private boolean isEntered(Semaphore lane) {
    try {
      return lane.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
