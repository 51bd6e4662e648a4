package ai.preloop.activities.budgets;

import ai.preloop.activities.budgets.BudgetScope.Counted;
import ai.preloop.activities.budgets.Reserved.Kept;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a call can cost at the most free in every hard budget that it counts in, before it is
 * sent, and counts what it cost in truth in all of them, after. Nothing here makes a SQL statement
 * while what this node has leased is enough; a call for which it is not waits for one transaction.
 */
public final class Budgets {

  private final KnownBudgets known;
  private final Tills tills;
  private final Tallies tallies;
  private final InstantSource clock;
  private final Supplier<Optional<UUID>> node;
  private final BudgetMetrics metrics;

  /** {@code node} is this one's id, while nobody can take it for lost. */
  Budgets(
      KnownBudgets known,
      Tills tills,
      Tallies tallies,
      InstantSource clock,
      Supplier<Optional<UUID>> node,
      BudgetMetrics metrics) {
    this.known = known;
    this.tills = tills;
    this.tallies = tallies;
    this.clock = clock;
    this.node = node;
    this.metrics = metrics;
  }

  /** Whether calls of tools count anywhere; where they do not, they need no reservation. */
  public boolean countsTools(AccountId account) {
    return known.of(account).countsTools();
  }

  /**
   * BUDGET_LIMIT_EXCEEDED where a hard budget has no room for it (with {@code model}, the alias of
   * one that may serve it, where the budget is for calls which that one serves), FORBIDDEN where
   * one refuses calls without a price, UNAVAILABLE where it is not known; nothing is kept then.
   * Whoever gets a reservation settles it, whatever becomes of the call; where a model's has
   * leases, the call's row is committed and it is still {@link Reservation#isConfirmed} before it
   * is sent.
   */
  public Reservation reserve(BudgetedCall call) {
    List<Budget> all = known.of(call.account()).all();
    if (all.isEmpty()) {
      return Reserved.NOWHERE;
    }
    var kept = new ArrayList<Kept>();
    Optional<UUID> taker = node.get();
    boolean isKept = false;
    try {
      all.forEach(budget -> reserve(budget, new Taking(call, taker), kept));
      isKept = true;
    } finally {
      if (!isKept) {
        new Reserved(kept, () -> false).settle(0);
        metrics.refused();
      }
    }
    return kept.isEmpty()
        ? Reserved.NOWHERE
        : new Reserved(kept, () -> taker.isPresent() && node.get().equals(taker));
  }

  /** For what costs nothing. */
  public static Reservation nothing() {
    return Reserved.NOWHERE;
  }

  /** A call, and this node's id when it came, under which all that it needs is taken. */
  private record Taking(BudgetedCall call, Optional<UUID> node) {}

  private void reserve(Budget budget, Taking taking, List<Kept> kept) {
    if (taking.call().isCountedIn(budget)) {
      Instant start = budget.plan().period().start(clock.instant());
      budget.plan().scope().counted(taking.call()).stream()
          .map(counted -> kept(budget, start, counted, taking))
          .forEach(kept::add);
    }
  }

  private Kept kept(Budget budget, Instant start, Counted counted, Taking taking) {
    Window window = new Window(taking.call().account(), budget.id(), counted.subject(), start);
    if (budget.isHard()) {
      Hold hold = hold(budget, window, taking, counted.servedBy());
      return new Kept(budget, hold, false, counted.servedBy());
    }
    Tally tally = tallies.enter(window, budget);
    return new Kept(budget, tally.hold(), tally.isUsedUp(), counted.servedBy());
  }

  private Hold hold(Budget budget, Window window, Taking taking, @Nullable String servedBy) {
    try {
      return hold(budget, window, taking);
    } catch (ProblemException e) {
      throw servedBy == null ? e : Refusals.ofTarget(e, servedBy);
    }
  }

  /** A call that can cost nothing, or nobody knows what, has nothing kept and is counted after. */
  private Hold hold(Budget budget, Window window, Taking taking) {
    BudgetedCall call = taking.call();
    Long bound = call.bound();
    if (call.isUnpriced() && budget.plan().onUnpriced() == Budget.OnUnpriced.REFUSE) {
      throw Refusals.unpriced(budget, call.models().getFirst());
    }
    if (bound == null || bound == 0) {
      return tallies.enter(window, budget).hold();
    }
    UUID id = taking.node().orElseThrow(Refusals::notConfirmed);
    return tills.reserve(window, id, budget, bound);
  }
}
