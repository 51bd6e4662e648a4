package ai.preloop.activities.mcp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many bytes of large answers a node has in memory at once, so that servers that answer
 * much, and many of them, cannot exhaust the heap. What is small is bounded by the number of calls.
 */
public final class ResultRoom {

  /** What every answer may have without asking: most have less, and take no lock. */
  static final int SMALL = 64 << 10;

  private static final int UNIT = 1 << 10;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final ScopedValue<Stay> STAY = ScopedValue.newInstance();

  private final Semaphore units;
  private final long bytes;

  ResultRoom(long bytes) {
    this.bytes = Math.max(bytes, SMALL);
    this.units = new Semaphore((int) Math.min(Integer.MAX_VALUE, this.bytes / UNIT));
  }

  /** The most that one answer may ever have. */
  int atMost(int limit) {
    return (int) Math.min(limit, bytes);
  }

  /** What is done with answers until nothing of them is needed any more. */
  @FunctionalInterface
  public interface Passing<T> {
    T run() throws IOException;
  }

  /** Answers that are read here, by this thread, count until all of it is done. */
  public static <T> T whilePassingOn(Passing<T> passing) throws IOException {
    try (Stay stay = new Stay()) {
      return ScopedValue.where(STAY, stay).call(passing::run);
    }
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
      int needed = size <= SMALL ? 0 : Math.ceilDiv(size, UNIT);
      if (needed > taken) {
        take(needed - taken);
        taken = needed;
      }
    }

    private void take(int more) throws UnreadableAnswer {
      try {
        Duration wait = ends.atMost(ends.left().dividedBy(2)).atMost(LONGEST_WAIT).left();
        if (units.tryAcquire(more, wait.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new UnreadableAnswer(
          "The upstream server's answer is large, and other large answers have all the memory that there is for them: ask for less of it, or wait and call again.");
    }

    @Override
    public void close() {
      if (STAY.isBound()) {
        STAY.get().answers.add(this);
      } else {
        release();
      }
    }

    private void release() {
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
