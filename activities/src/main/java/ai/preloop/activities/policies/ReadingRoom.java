package ai.preloop.activities.policies;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a few read documents at once, and of each account one: a large document keeps a processor
 * busy for seconds, and takes many times its size of memory meanwhile.
 */
final class ReadingRoom {

  private final Semaphore seats;
  private final Map<AccountId, Semaphore> turns = new ConcurrentHashMap<>();
  private final Duration patience;

  ReadingRoom(int seats, Duration patience) {
    this.seats = new Semaphore(seats, true);
    this.patience = patience;
  }

  /** RATE_LIMITED when nobody leaves in time. */
  <T> T read(AccountId account, Supplier<T> reading) {
    long until = System.nanoTime() + patience.toNanos();
    Semaphore turn = turns.computeIfAbsent(account, any -> new Semaphore(1, true));
    return with(turn, until, () -> with(seats, until, reading));
  }

  private static <T> T with(Semaphore seat, long until, Supplier<T> reading) {
    if (!isTaken(seat, until)) {
      throw new ProblemException(
          ProblemType.RATE_LIMITED,
          "Too many policy documents are being read now; nothing was changed: try again shortly.");
    }
    try {
      return reading.get();
    } finally {
      seat.release();
    }
  }

  private static boolean isTaken(Semaphore seat, long until) {
    try {
      return seat.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
