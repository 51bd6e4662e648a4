package ai.preloop.activities.loops;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing again and again on a thread with a name: at an interval, or when nudged. A round
 * that fails is said, and made again after a rest; one that ends in an error ends the process.
 */
public final class NamedLoop {

  private static final Logger LOG = LoggerFactory.getLogger(NamedLoop.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final String name;
  private final Duration every;
  private final Duration afterFailure;
  private final Runnable work;
  private final Semaphore nudges = new Semaphore(0);
  private volatile boolean running;
  private @Nullable Thread thread;

  public NamedLoop(String name, Duration every, Runnable work) {
    this(name, every, AFTER_FAILURE, work);
  }

  public NamedLoop(String name, Duration every, Duration afterFailure, Runnable work) {
    this.name = name;
    this.every = every;
    this.afterFailure = afterFailure;
    this.work = work;
  }

  public void start() {
    running = true;
    thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .uncaughtExceptionHandler(new EndOfProcess())
            .start(this::run);
  }

  /** Does the next round now. */
  public void nudge() {
    nudges.release();
  }

  /** Ends the loop and waits for what it is doing. */
  public void stop() {
    running = false;
    nudge();
    try {
      if (thread != null && !thread.join(STOP)) {
        LOG.warn("{} did not end in {} s", name, STOP.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public boolean isRunning() {
    return running;
  }

  private void run() {
    while (running) {
      rest(once());
    }
  }

  private Duration once() {
    try {
      work.run();
      return every;
    } catch (Exception e) {
      LOG.warn("{} is held up and tries again: {}", name, e.getMessage());
      return afterFailure;
    }
  }

  private void rest(Duration duration) {
    try {
      if (nudges.tryAcquire(duration.toNanos(), TimeUnit.NANOSECONDS)) {
        nudges.drainPermits();
      }
    } catch (InterruptedException e) {
      running = false;
      Thread.currentThread().interrupt();
    }
  }
}
