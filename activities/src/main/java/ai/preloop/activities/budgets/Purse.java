package ai.preloop.activities.budgets;

import ai.preloop.activities.budgets.Trade.Part;
import ai.preloop.activities.budgets.Trade.Traded;
import ai.preloop.activities.budgets.Trade.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The leases that this node has of one window, in memory. What it believes to have is at any time
 * no more than what the database counts as taken: idle money is let go of here before it is
 * returned there, and a lease is added here after it was taken there. Only what was charged above
 * its bound goes the other way, until the next trade.
 */
final class Purse {

  private final Window window;
  private final UUID node;
  private final LongSupplier nanoTime;
  private final List<Lease> leases = new ArrayList<>();
  private Instant known = Instant.MIN;

  Purse(Window window, UUID node, LongSupplier nanoTime) {
    this.window = window;
    this.node = node;
    this.nanoTime = nanoTime;
  }

  Window window() {
    return window;
  }

  UUID node() {
    return node;
  }

  /** Keeps so much free, or null where no lease has it, or the budget was changed since. */
  synchronized @Nullable Hold draw(long need, Budget budget) {
    if (isInDebt() || budget.updatedAt().isAfter(known)) {
      return null;
    }
    long now = nanoTime.getAsLong();
    return leases.stream()
        .filter(lease -> lease.mayGive(need, now))
        .findFirst()
        .map(lease -> hold(lease, need, now))
        .orElse(null);
  }

  /** More was charged than was taken, which the database has to hear before all else. */
  synchronized boolean isInDebt() {
    return leases.stream().anyMatch(Lease::isInDebt);
  }

  synchronized boolean isEmpty() {
    return leases.isEmpty();
  }

  synchronized List<UUID> ids() {
    return leases.stream().map(Lease::id).toList();
  }

  /** What is kept for calls under way. */
  synchronized long reserved() {
    return leases.stream().mapToLong(Lease::reserved).sum();
  }

  /** Whether something lies here that nothing was drawn from for so long. */
  synchronized boolean isStale(Duration rest) {
    long now = nanoTime.getAsLong();
    return leases.stream()
        .filter(lease -> lease.isIdle() || (!lease.isLost() && lease.free() > 0))
        .anyMatch(lease -> lease.isStale(now, rest) || lease.isLost());
  }

  /** Lets go of all that lies idle, for the database to be told. */
  synchronized Trade bare(@Nullable Wish wish) {
    leases.forEach(Lease::bare);
    return new Trade(
        leases.stream().filter(Lease::isIdle).map(lease -> part(lease, lease.used())).toList(),
        leases.stream()
            .filter(lease -> !lease.isIdle() && !lease.isLost())
            .map(lease -> part(lease, lease.held()))
            .toList(),
        wish);
  }

  /** Forgets the leases that were ended, which nothing could be drawn from meanwhile. */
  synchronized void traded(Trade trade, Traded result) {
    List<UUID> ended = trade.ended().stream().map(Part::lease).toList();
    leases.removeIf(lease -> ended.contains(lease.id()));
    leases.forEach(Lease::traded);
    leases.stream().filter(lease -> result.lost().contains(lease.id())).forEach(Lease::lose);
  }

  /** Puts in what was taken, and keeps of it what it was taken for. */
  synchronized Hold put(Trade.Got.Slice slice, long need) {
    long now = nanoTime.getAsLong();
    Lease lease = new Lease(slice.lease(), slice.amount(), now);
    leases.add(lease);
    known = slice.known();
    return hold(lease, need, now);
  }

  private synchronized void settle(Lease lease, long bound, long truth) {
    lease.settle(bound, truth);
  }

  private synchronized void forget(Lease lease) {
    lease.forget();
  }

  private Hold hold(Lease lease, long need, long now) {
    lease.reserve(need, now);
    return new OnLease(lease, need);
  }

  private static Part part(Lease lease, long nanos) {
    return new Part(lease.id(), nanos);
  }

  private final class OnLease implements Hold {

    private final Lease lease;
    private final long bound;

    private OnLease(Lease lease, long bound) {
      this.lease = lease;
      this.bound = bound;
    }

    @Override
    public List<UUID> leases() {
      return List.of(lease.id());
    }

    @Override
    public void settle(long amount) {
      Purse.this.settle(lease, bound, amount);
    }

    @Override
    public void forget() {
      Purse.this.forget(lease);
    }
  }
}
