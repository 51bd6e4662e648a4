package ai.preloop.activities.budgets;

import ai.preloop.activities.database.BestEffort;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The tills of this node, one for each window that it takes money of. */
final class Tills {

  /** How long money lies idle before it is returned. */
  static final Duration REST = Duration.ofSeconds(5);

  private final LeaseRows rows;
  private final BudgetMetrics metrics;
  private final LongSupplier nanoTime;
  private final Map<Place, Till> open = new ConcurrentHashMap<>();

  /** A node that was taken for lost goes on under another id, and with nothing in its purses. */
  private record Place(Window window, UUID node, Period period, Unit unit) {}

  Tills(LeaseRows rows, BudgetMetrics metrics, LongSupplier nanoTime) {
    this.rows = rows;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    metrics.watch(this::reservedDollars);
  }

  Hold reserve(Window window, UUID node, Budget budget, long need) {
    Place place = new Place(window, node, budget.plan().period(), budget.plan().unit());
    while (true) {
      Hold hold = open.computeIfAbsent(place, this::till).reserve(need, budget);
      if (hold != null) {
        return hold;
      }
    }
  }

  private Till till(Place place) {
    return new Till(new Purse(place.window(), place.node(), nanoTime), rows, metrics, nanoTime);
  }

  /** The work of one round: returns what is not needed, and forgets what is empty. */
  void tend(UUID node, Instant now) {
    Set<Window> recalled = open.isEmpty() ? Set.of() : rows.recalled(node);
    open.forEach((place, till) -> {
      boolean over = !place.node().equals(node) || isOver(place, now);
      boolean asked = recalled.contains(place.window());
      if (asked || till.purse().isInDebt() || till.purse().isStale(over ? Duration.ZERO : REST)) {
        returnIdle(till);
      }
      open.computeIfPresent(place, (_, known) -> known.close() ? null : known);
    });
  }

  /** Returns all that is not held by a call. */
  void empty() {
    open.values().stream()
        .filter(till -> till.purse().isStale(Duration.ZERO))
        .forEach(Tills::returnIdle);
  }

  /** The leases that this node knows of. */
  Set<UUID> leases() {
    return open.values().stream()
        .flatMap(till -> till.purse().ids().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What cannot be told now is told in the next round, or healed. */
  private static void returnIdle(Till till) {
    BestEffort.did("What is left of a budget's lease", till::giveBack);
  }

  private static boolean isOver(Place place, Instant now) {
    return place.period().end(place.window().start()).filter(end -> !end.isAfter(now)).isPresent();
  }

  private Number reservedDollars() {
    return open.entrySet().stream()
            .filter(entry -> entry.getKey().unit().isMoney())
            .mapToLong(entry -> entry.getValue().purse().reserved())
            .sum()
        / 1e9;
  }
}
