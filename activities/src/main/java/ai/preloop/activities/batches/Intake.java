package ai.preloop.activities.batches;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where callers leave what is to be written. It is woken by the first one, by a full batch and by
 * one that somebody waits for, so that the others cost their callers no system call.
 */
public final class Intake<T> {

  private static final Duration IDLE = Duration.ofSeconds(1);

  private final Queue<T> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger depth = new AtomicInteger();
  private final AtomicBoolean urgent = new AtomicBoolean();
  private volatile @Nullable Thread reader;

  public void put(T entry) {
    entries.add(entry);
    int now = depth.incrementAndGet();
    if (now == 1 || now == BatchWriter.BATCH) {
      LockSupport.unpark(reader);
    }
  }

  /** The same for what somebody waits for: the batch leaves at once. */
  public void putUrgent(T entry) {
    entries.add(entry);
    depth.incrementAndGet();
    hurry();
  }

  /** Ends the reader's wait, or the next one. */
  void hurry() {
    urgent.set(true);
    LockSupport.unpark(reader);
  }

  public int depth() {
    return depth.get();
  }

  /** The one thread that awaits and drains. */
  void readBy(Thread thread) {
    reader = thread;
  }

  /** Waits for an entry and then for a batch to gather; ends early when hurried. */
  void await(Duration gather) {
    park(IDLE, 1);
    if (depth.get() > 0) {
      park(gather, BatchWriter.BATCH);
    }
    urgent.set(false);
  }

  void drain(Consumer<T> to) {
    for (T entry = entries.poll(); entry != null; entry = entries.poll()) {
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
