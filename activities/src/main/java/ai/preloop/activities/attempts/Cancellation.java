package ai.preloop.activities.attempts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** Tells whoever works on a call that nobody wants it any more; once, from any thread. */
public final class Cancellation {

  private final List<Runnable> ends = new ArrayList<>();
  private boolean cancelled;

  /** Ends a wait and a running request at once. */
  public void cancel() {
    List<Runnable> told;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      told = List.copyOf(ends);
      notifyAll();
    }
    told.forEach(Runnable::run);
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Throws where it is. */
  public void check() {
    if (isCancelled()) {
      throw new CancellationException("The client has left");
    }
  }

  /** Waits so long; throws as soon as it is cancelled. */
  void await(Duration time) {
    long ends = System.nanoTime() + time.toNanos();
    synchronized (this) {
      try {
        for (long left = time.toNanos(); left > 0 && !cancelled; left = ends - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("The node ends");
      }
    }
    check();
  }

  /** Runs it when this is cancelled, at once where it is already; closing takes it back. */
  Registration whenCancelled(Runnable end) {
    synchronized (this) {
      if (!cancelled) {
        ends.add(end);
        return () -> remove(end);
      }
    }
    end.run();
    return () -> {};
  }

  private synchronized void remove(Runnable end) {
    ends.remove(end);
  }

  /** Until it is closed. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
