package ai.preloop.bench.load;

import java.io.InterruptedIOException;
import java.time.Duration;

/** A rest of the load, which ends with an exception when somebody wants it to end. */
public final class Pause {

  private Pause() {}

  /** Until this time of {@link System#nanoTime}. */
  public static void until(long nanos) throws InterruptedIOException {
    of(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
  }

  public static void of(Duration time) throws InterruptedIOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The load was interrupted");
    }
  }
}
