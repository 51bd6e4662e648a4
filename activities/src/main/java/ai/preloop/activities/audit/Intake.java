package ai.preloop.activities.audit;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where callers leave records for the writer. It is woken by the first one, by a full batch and by
 * one that somebody waits for, so that the others cost their callers no system call.
 */
final class Intake {

  /** A record, what gives its places back and, where somebody waits for its commit, who is told. */
  record Entry(
      AuditRecord record, Runnable release, @Nullable CompletableFuture<Boolean> committed) {}

  private static final Duration IDLE = Duration.ofSeconds(1);

  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger depth = new AtomicInteger();
  private final AtomicBoolean urgent = new AtomicBoolean();
  private volatile @Nullable Thread reader;

  void put(Entry entry) {
    entries.add(entry);
    int now = depth.incrementAndGet();
    if (entry.committed() != null) {
      hurry();
    } else if (now == 1 || now == LedgerWriter.BATCH) {
      LockSupport.unpark(reader);
    }
  }

  /** Ends the reader's wait, or the next one. */
  void hurry() {
    urgent.set(true);
    LockSupport.unpark(reader);
  }

  int depth() {
    return depth.get();
  }

  /** The one thread that awaits and drains. */
  void readBy(Thread thread) {
    reader = thread;
  }

  /** Waits for a record and then for a batch to gather; ends early when hurried. */
  void await(Duration gather) {
    park(IDLE, 1);
    if (depth.get() > 0) {
      park(gather, LedgerWriter.BATCH);
    }
    urgent.set(false);
  }

  void drain(Consumer<Entry> to) {
    for (Entry entry = entries.poll(); entry != null; entry = entries.poll()) {
      depth.decrementAndGet();
      to.accept(entry);
    }
  }

  private void park(Duration most, int enough) {
    long deadline = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos();
        left > 0 && depth.get() < enough && !urgent.get();
        left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }
}
