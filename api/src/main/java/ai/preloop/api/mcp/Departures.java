package ai.preloop.api.mcp;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Finds out that clients have gone away which wait for an answer: what keeps a connection alive
 * cannot be written to one that is closed.
 */
@Component
final class Departures implements DisposableBean {

  /** A connection that was closed takes what is written once, and refuses it the next time. */
  private static final Duration TICK = Duration.ofSeconds(3);

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("departures").factory());

  Departures() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Does this once, when a client that takes events has gone; until that is cancelled. */
  Future<?> watch(Interim client, Runnable work) {
    var watch = new Watch(client, work);
    return timer.scheduleWithFixedDelay(
        watch, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Writing may take its time, which the other clients do not wait for. */
  private static final class Watch implements Runnable {

    private final Interim client;
    private final Runnable work;
    private boolean isLooking;
    private boolean isOver;

    private Watch(Interim client, Runnable work) {
      this.client = client;
      this.work = work;
    }

    @Override
    public synchronized void run() {
      if (!isLooking && !isOver) {
        isLooking = true;
        Thread.ofVirtual().name("looking for a client").start(this::look);
      }
    }

    private void look() {
      client.keepAlive();
      boolean isGone = client.isLost();
      synchronized (this) {
        isLooking = false;
        isOver = isGone;
      }
      if (isGone) {
        work.run();
      }
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
