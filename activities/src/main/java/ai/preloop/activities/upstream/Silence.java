package ai.preloop.activities.upstream;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection on which nothing came for too long while somebody waited for it. An alarm that
 * goes off too early is set again for the rest, so that nothing is set for each byte.
 */
final class Silence {

  private final ScheduledExecutorService timer;
  private final Runnable cut;
  private @Nullable Future<?> alarm;
  private boolean waited;
  private long until;
  private boolean broken;

  Silence(ScheduledExecutorService timer, Runnable cut) {
    this.timer = timer;
    this.cut = cut;
  }

  /** From now on somebody waits, for no longer than that. */
  synchronized void waitFor(Duration most) {
    long sooner = System.nanoTime() + most.toNanos();
    if (alarm != null && sooner - until < 0) {
      alarm.cancel(false);
      alarm = null;
    }
    until = sooner;
    waited = true;
    if (alarm == null && !broken) {
      set(most.toNanos());
    }
  }

  /** What was waited for is there. */
  synchronized void heard() {
    waited = false;
  }

  /** Whether it lasted for too long. */
  synchronized boolean isBroken() {
    return broken;
  }

  synchronized void end() {
    waited = false;
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  private void set(long nanos) {
    alarm = timer.schedule(this::ring, nanos, TimeUnit.NANOSECONDS);
  }

  private synchronized void ring() {
    alarm = null;
    if (!waited) {
      return;
    }
    long left = until - System.nanoTime();
    if (left > 0) {
      set(left);
    } else {
      broken = true;
      Thread.startVirtualThread(cut);
    }
  }
}
