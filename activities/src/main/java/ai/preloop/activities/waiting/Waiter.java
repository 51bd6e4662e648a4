package ai.preloop.activities.waiting;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One who waits for a request: a parked thread that holds neither a connection nor a poll. */
public final class Waiter implements AutoCloseable {

  private final Runnable leave;
  // The first look is free: what is over already is seen without waiting.
  private final Semaphore news = new Semaphore(1);
  private final AtomicReference<Sign> sign = new AtomicReference<>(Sign.NONE);

  Waiter(Runnable leave) {
    this.leave = leave;
  }

  /** What a waiter is told beside that there may be news. */
  public enum Sign {
    NONE,
    /** The client wants no answer any more. */
    GIVEN_UP,
    /** This node stops; another one goes on. */
    STOPPING,
    /** It was waited to the end, or the connection is gone. */
    LEFT
  }

  /** True as soon as there may be news; false when the time is over. */
  public boolean await(Duration patience) {
    try {
      if (!news.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      news.drainPermits();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(Sign.STOPPING);
      return true;
    }
  }

  public Sign sign() {
    return sign.get();
  }

  /** Has the waiter look again. */
  public void wake() {
    news.release();
  }

  /** Ends the waiting for this reason; false when it has ended for another already. */
  public boolean end(Sign why) {
    boolean isFirst = sign.compareAndSet(Sign.NONE, why);
    wake();
    return isFirst;
  }

  @Override
  public void close() {
    leave.run();
  }
}
