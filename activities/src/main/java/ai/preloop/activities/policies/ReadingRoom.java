package ai.preloop.activities.policies;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a few read documents at once: a large one keeps a processor busy for seconds, and takes many
 * times its size of memory meanwhile.
 */
final class ReadingRoom {

  private final Semaphore seats;
  private final Duration patience;

  ReadingRoom(int seats, Duration patience) {
    this.seats = new Semaphore(seats, true);
    this.patience = patience;
  }

  /** RATE_LIMITED when nobody leaves in time. */
  <T> T read(Supplier<T> reading) {
    if (!seated()) {
      throw new ProblemException(
          ProblemType.RATE_LIMITED,
          "Too many policy documents are being read now; nothing was changed: try again shortly.");
    }
    try {
      return reading.get();
    } finally {
      seats.release();
    }
  }

  private boolean seated() {
    try {
      return seats.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
