package ai.preloop.activities.budgets;

import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * What calls of this node cost in a window where nothing is reserved for them, until it is booked;
 * and what was booked by all nodes, as it was known last.
 */
final class Tally {

  private final Window window;
  private final LongSupplier nanoTime;
  private Budget budget;
  private long unbooked;
  private long booked;
  private int calls;
  private long touchedAt;
  private boolean closed;

  Tally(Window window, Budget budget, LongSupplier nanoTime) {
    this.window = window;
    this.budget = budget;
    this.nanoTime = nanoTime;
    this.touchedAt = nanoTime.getAsLong();
  }

  Window window() {
    return window;
  }

  synchronized Budget budget() {
    return budget;
  }

  /** False where it was closed and another is to be asked. */
  synchronized boolean enter(Budget now) {
    if (closed) {
      return false;
    }
    budget = now;
    calls++;
    touchedAt = nanoTime.getAsLong();
    return true;
  }

  synchronized boolean isUsedUp() {
    return booked + unbooked >= budget.plan().limit();
  }

  synchronized void leave(long nanos) {
    unbooked += nanos;
    calls--;
    touchedAt = nanoTime.getAsLong();
  }

  synchronized long unbooked() {
    return unbooked;
  }

  /** All nodes together have spent so much, with these of ours in it. */
  synchronized void booked(long ours, long all) {
    unbooked -= ours;
    booked = all;
  }

  /** Whether nothing is to come any more; nothing was for so long. */
  synchronized boolean close(long restNanos) {
    boolean rests = nanoTime.getAsLong() - touchedAt >= restNanos;
    closed = closed || (rests && calls == 0 && unbooked == 0);
    return closed;
  }

  /** The call that entered. */
  Hold hold() {
    return new Hold() {
      @Override
      public List<UUID> leases() {
        return List.of();
      }

      @Override
      public void settle(long amount) {
        leave(amount);
      }

      @Override
      public void forget() {}
    };
  }
}
