package ai.preloop.activities.budgets;

import ai.preloop.activities.budgets.Trade.Got;
import ai.preloop.activities.budgets.Trade.Traded;
import ai.preloop.activities.budgets.Trade.Wish;
import ai.preloop.policies.problems.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * A purse and the way to fill it, which one call at a time goes, and brings as much as all need
 * that wait.
 */
final class Till {

  /** How long a call waits for the one that fills the purse. */
  private static final Duration TURN = Duration.ofSeconds(2);

  /** How long a call waits for what lies idle on other nodes. */
  private static final Duration RECALL = Duration.ofSeconds(1);

  /** How long nobody is asked again who did not answer. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** How long a refusal holds for whoever asks as much again. */
  private static final Duration REFUSED = Duration.ofMillis(250);

  private static final long FIRST_LOOK_NANOS = Duration.ofMillis(4).toNanos();
  private static final long LAST_LOOK_NANOS = Duration.ofMillis(64).toNanos();

  private final Purse purse;
  private final LeaseRows rows;
  private final BudgetMetrics metrics;
  private final LongSupplier nanoTime;
  private final Semaphore turn = new Semaphore(1, true);
  private final AtomicLong waiting = new AtomicLong();
  private volatile long askedAt;
  private boolean closed;
  private long silentUntil;
  private @Nullable Refusal refusal;

  private record Refusal(long need, long until, ProblemException reason) {}

  Till(Purse purse, LeaseRows rows, BudgetMetrics metrics, LongSupplier nanoTime) {
    this.purse = purse;
    this.rows = rows;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.silentUntil = nanoTime.getAsLong();
    this.askedAt = silentUntil;
  }

  Purse purse() {
    return purse;
  }

  /** Keeps so much free for a call; null where this till was closed and another is to be asked. */
  @Nullable Hold reserve(long need, Budget budget) {
    Hold drawn = purse.draw(need, budget);
    return drawn != null ? drawn : inTurn(need, budget);
  }

  private @Nullable Hold inTurn(long need, Budget budget) {
    askedAt = nanoTime.getAsLong();
    waiting.addAndGet(need);
    try {
      return awaited(need, budget);
    } finally {
      waiting.addAndGet(-need);
    }
  }

  private @Nullable Hold awaited(long need, Budget budget) {
    if (!hasTurn()) {
      throw Refusals.notConfirmed();
    }
    try {
      if (closed) {
        return null;
      }
      Hold drawn = purse.draw(need, budget);
      return drawn != null ? drawn : taken(need, budget);
    } catch (DataAccessException | TransactionException e) {
      throw Refusals.notConfirmed().causedBy(e);
    } finally {
      turn.release();
    }
  }

  private boolean hasTurn() {
    try {
      return turn.tryAcquire(TURN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Hold taken(long need, Budget budget) {
    refuseAgain(need);
    long began = nanoTime.getAsLong();
    boolean mayRecall = began - silentUntil >= 0;
    Wish wish = new Wish(need, waiting.get(), mayRecall, null);
    for (long rest = FIRST_LOOK_NANOS; ; rest = Math.min(2 * rest, LAST_LOOK_NANOS)) {
      switch (trade(wish)) {
        case Got.Slice slice -> {
          metrics.taken();
          return purse.put(slice, need);
        }
        case Got.Gone _, Got.Nothing _ -> {
          return Hold.NOTHING;
        }
        case Got.Lacking lacking -> wish = patient(lacking, began, need, budget);
      }
      LockSupport.parkNanos(rest);
    }
  }

  /** Goes on waiting for the others, or refuses. */
  private Wish patient(Got.Lacking lacking, long began, long need, Budget budget) {
    Instant awaited = lacking.awaited();
    long now = nanoTime.getAsLong();
    boolean tired = now - began >= RECALL.toNanos() || Thread.currentThread().isInterrupted();
    if (awaited != null && !tired) {
      return new Wish(need, waiting.get(), true, awaited);
    }
    if (awaited != null) {
      silentUntil = now + SILENCE.toNanos();
    }
    ProblemException reason = Refusals.usedUp(budget, purse.window().start(), lacking);
    refusal = new Refusal(need, now + REFUSED.toNanos(), reason);
    throw reason;
  }

  private void refuseAgain(long need) {
    Refusal last = refusal;
    if (last != null && need >= last.need() && nanoTime.getAsLong() - last.until() < 0) {
      throw new ProblemException(
          last.reason().type(), last.reason().detail(), last.reason().extensions());
    }
  }

  private Got trade(@Nullable Wish wish) {
    Trade trade = purse.bare(wish);
    Traded result = rows.trade(purse.window(), purse.node(), trade);
    purse.traded(trade, result);
    metrics.returned(trade.ended().size());
    return result.got();
  }

  /** Returns what lies idle, and books what was charged above; not while somebody else does. */
  void giveBack() {
    if (turn.tryAcquire()) {
      try {
        trade(null);
      } finally {
        turn.release();
      }
    }
  }

  /** Whether there is nothing here, and will not be any more; not while it is asked for things. */
  boolean close() {
    boolean rests = nanoTime.getAsLong() - askedAt >= SILENCE.toNanos();
    if (rests && purse.isEmpty() && turn.tryAcquire()) {
      closed = purse.isEmpty();
      turn.release();
    }
    return closed;
  }
}
