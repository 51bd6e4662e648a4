package ai.preloop.activities.webhooks;

import ai.preloop.activities.webhooks.DeliveryRows.Due;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** What this node is delivering: so many at once, and so many of one account. */
final class UnderWay {

  static final int AT_ONCE = 50;
  static final int OF_ONE = 5;

  private final Runnable freed;
  private final Map<UUID, AccountId> open = new HashMap<>();

  /** {@code freed} hears of each place that is left by work that could be done. */
  UnderWay(Runnable freed) {
    this.freed = freed;
  }

  /** Whether there is a place for it, which it has until it is done. */
  boolean begin(Due due, BooleanSupplier work) {
    if (!enter(due)) {
      return false;
    }
    Thread.ofVirtual().name("preloop-webhook").start(() -> run(due, work));
    return true;
  }

  private void run(Due due, BooleanSupplier work) {
    boolean isDone = false;
    try {
      isDone = work.getAsBoolean();
    } finally {
      leave(due);
      if (isDone) {
        freed.run();
      }
    }
  }

  private synchronized boolean enter(Due due) {
    long ofAccount = open.values().stream().filter(due.account()::equals).count();
    if (open.size() >= AT_ONCE || ofAccount >= OF_ONE || open.containsKey(due.id())) {
      return false;
    }
    open.put(due.id(), due.account());
    return true;
  }

  private synchronized void leave(Due due) {
    open.remove(due.id());
    notifyAll();
  }

  /** Waits for all, but not for longer. */
  synchronized void await(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      wait(100);
    }
  }
}
