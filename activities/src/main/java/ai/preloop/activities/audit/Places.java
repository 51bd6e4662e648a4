package ai.preloop.activities.audit;

import ai.preloop.activities.audit.AuditRecord.Circumstances;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The places of one share of the queue. A record takes one, and one more for each 4 KiB of its
 * text, so that they bound how much waits in memory and not only how many.
 */
final class Places {

  private static final int TEXT = 4 << 10;

  private final int all;
  private final Semaphore free;

  Places(int all) {
    this.all = all;
    this.free = new Semaphore(all);
  }

  int taken() {
    return all - free.availablePermits();
  }

  static int needed(AuditRecord record) {
    return 1 + text(record) / TEXT;
  }

  /**
   * Takes so many, or all where that is less, and tells how to give them back; empty when there are
   * too few for so long.
   */
  Optional<Runnable> take(int needed, long nanos) throws InterruptedException {
    int taken = Math.min(all, needed);
    return free.tryAcquire(taken) || free.tryAcquire(taken, nanos, TimeUnit.NANOSECONDS)
        ? Optional.of(() -> free.release(taken))
        : Optional.empty();
  }

  /** Waits so long for all places to be free. */
  void awaitAll(long nanos) throws InterruptedException {
    if (free.tryAcquire(all, nanos, TimeUnit.NANOSECONDS)) {
      free.release(all);
    }
  }

  private static int text(AuditRecord record) {
    return length(record.what().arguments())
        + length(record.what().tool())
        + length(record.judgement().rule())
        + justification(record.circumstances())
        + length(record.who().name());
  }

  private static int justification(@Nullable Circumstances circumstances) {
    return circumstances == null ? 0 : length(circumstances.justification());
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
