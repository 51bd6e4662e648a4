package ai.preloop.activities.batches;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The places of a queue, taken before what will be in it, so that they bound what waits. */
public final class Places {

  private final int all;
  private final Semaphore free;

  public Places(int all) {
    this.all = all;
    this.free = new Semaphore(all);
  }

  public int taken() {
    return all - free.availablePermits();
  }

  /**
   * Takes so many, or all where that is less, and tells how to give them back; empty when there are
   * too few for so long.
   */
  public Optional<Runnable> take(int needed, long nanos) throws InterruptedException {
    int taken = Math.min(all, needed);
    return free.tryAcquire(taken) || free.tryAcquire(taken, nanos, TimeUnit.NANOSECONDS)
        ? Optional.of(() -> free.release(taken))
        : Optional.empty();
  }

  /** Waits so long for all places to be free. */
  public void awaitAll(long nanos) throws InterruptedException {
    if (free.tryAcquire(all, nanos, TimeUnit.NANOSECONDS)) {
      free.release(all);
    }
  }
}
