package ai.preloop.activities.approvals;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One caller's requests one after the other, before they take a connection: a burst of one caller
 * would otherwise hold all of them while it waits for its own turn in the database.
 */
final class Turns {

  /** More than there are connections; callers that share one wait for each other, and no more. */
  private static final int LANES = 64;

  private final ReentrantLock[] lanes =
      Stream.generate(() -> new ReentrantLock(true)).limit(LANES).toArray(ReentrantLock[]::new);

  private final Duration patience;

  Turns(Duration patience) {
    this.patience = patience;
  }

  /** UNAVAILABLE when the caller's turn does not come in time. */
  <T> T take(UUID caller, Supplier<T> work) {
    ReentrantLock lane = lanes[Math.floorMod(caller.hashCode(), LANES)];
    if (!isEntered(lane)) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "Too many calls are being asked about at once, so this one was not made; try again in a moment.");
    }
    try {
      return work.get();
    } finally {
      lane.unlock();
    }
  }

  private boolean isEntered(ReentrantLock lane) {
    try {
      return lane.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
