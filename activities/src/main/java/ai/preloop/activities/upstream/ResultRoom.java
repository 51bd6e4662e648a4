package ai.preloop.activities.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many bytes of large answers a node has in memory at once, fresh ones and stored ones,
 * so that servers that answer much, and clients that ask for much, cannot exhaust the heap. What is
 * small is bounded by the number of calls.
 */
public final class ResultRoom {

  /** What every answer may have without asking: most have less, and take no lock. */
  static final int SMALL = 64 << 10;

  private static final int UNIT = 1 << 10;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final ScopedValue<Stay> STAY = ScopedValue.newInstance();

  private final Semaphore units;
  private final long bytes;
  private final int all;

  public ResultRoom(long bytes) {
    this.bytes = Math.max(bytes, SMALL);
    this.all = Math.clamp(this.bytes / UNIT, 1, Integer.MAX_VALUE);
    this.units = new Semaphore(all);
  }

  /** The most that one answer may ever have. */
  int atMost(int limit) {
    return (int) Math.min(limit, bytes);
  }

  /** What is done with answers until nothing of them is needed any more. */
  @FunctionalInterface
  public interface Passing<T, X extends Exception> {
    T run() throws X;
  }

  /** Answers that are read here, by this thread, count until all of it is done. */
  public static <T, X extends Exception> T whilePassingOn(Passing<T, X> passing) throws X {
    try (Stay stay = new Stay()) {
      return ScopedValue.where(STAY, stay).call(passing::run);
    }
  }

  /**
   * Has room for so many bytes of an answer that is stored, until all is done that is done by this
   * thread {@link #whilePassingOn}; false when there is none so soon. Whatever the size, all the
   * room there is is enough: what was stored can be told by any node.
   */
  public boolean holds(long size, Duration patience) {
    Stay stay = STAY.get();
    Claim claim = claim(Deadline.in(patience));
    stay.answers.add(claim);
    return claim.grows(atMost(Math.clamp(size, 0, Integer.MAX_VALUE)), patience);
  }

  /** The place of an answer that is about to be read. */
  Claim claim(Deadline ends) {
    return new Claim(ends);
  }

  /** What one answer has; closed when it is read, unless it stays to be passed on. */
  final class Claim implements AutoCloseable {

    private final Deadline ends;
    private int taken;

    private Claim(Deadline ends) {
      this.ends = ends;
    }

    /** Has room for so many bytes in all, or says why there is none. */
    void grow(int size) throws UnreadableAnswer {
      if (!grows(size, ends.atMost(ends.left().dividedBy(2)).atMost(LONGEST_WAIT).left())) {
        throw new UnreadableAnswer(
            "The upstream server's answer is large, and other large answers have all the memory that there is for them: ask for less of it, or wait and call again.");
      }
    }

    private boolean grows(int size, Duration patience) {
      int needed = size <= SMALL ? 0 : Math.min(all, Math.ceilDiv(size, UNIT));
      if (needed <= taken) {
        return true;
      }
      boolean found = take(needed - taken, patience);
      taken = found ? needed : taken;
      return found;
    }

    private boolean take(int more, Duration patience) {
      try {
        return units.tryAcquire(more, patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void close() {
      if (STAY.isBound()) {
        STAY.get().answers.add(this);
      } else {
        release();
      }
    }

    /** Gives it back at once. */
    void release() {
      units.release(taken);
      taken = 0;
    }
  }

  /** The answers that are still needed. */
  private static final class Stay implements AutoCloseable {

    private final List<Claim> answers = new ArrayList<>();

    @Override
    public void close() {
      answers.forEach(Claim::release);
    }
  }
}
