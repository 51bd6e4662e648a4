package ai.preloop.activities.budgets;

import ai.preloop.activities.budgets.Budget.Kind;
import ai.preloop.activities.budgets.Budget.OnUnpriced;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.budgets.BudgetedCall.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Labels;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Budgets as one node has them, over a database that others share, with clocks that a test moves.
 */
final class BudgetNode implements AutoCloseable {

  static final UserId USER = new UserId(Ids.next());
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  final Budgets budgets;
  final BudgetKeeping keeping;
  final KnownBudgets known;
  final Tills tills;
  final Tallies tallies;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final List<String> events = new ArrayList<>();
  volatile Optional<UUID> id = Optional.of(Ids.next());
  volatile Instant now = NOON;
  private final AtomicLong skipped = new AtomicLong();
  private long pace;

  BudgetNode(Database database) {
    BudgetMetrics metrics = new BudgetMetrics(meters);
    known = new KnownBudgets(database);
    tills = new Tills(new LeaseRows(database), metrics, this::nanoTime);
    tallies =
        new Tallies(
            database,
            (jdbc, budget, window, spent) -> events.add(budget.name() + window.subject()),
            this::nanoTime);
    budgets = new Budgets(known, tills, tallies, () -> now, () -> id, metrics);
    LostLeases lost = new LostLeases(database, metrics);
    keeping = new BudgetKeeping(tills, tallies, lost, () -> now, () -> id);
  }

  BudgetNode knowing(AccountId account) {
    known.reload(account);
    return this;
  }

  BudgetNode running() {
    keeping.start();
    return this;
  }

  /** Lets so much time go by whenever anybody looks, so that no wait lasts. */
  BudgetNode hasty(Duration each) {
    pace = each.toNanos();
    return this;
  }

  void skip(Duration time) {
    skipped.addAndGet(time.toNanos());
  }

  double count(String meter) {
    return meters.get("preloop.budgets." + meter).counter().count();
  }

  Reservation reserve(AccountId account, @Nullable Long bound) {
    return budgets.reserve(call(account, bound));
  }

  static BudgetedCall call(AccountId account, @Nullable Long bound) {
    return call(account, USER, Labels.NONE, bound);
  }

  static BudgetedCall call(AccountId account, UserId user, Labels labels, @Nullable Long bound) {
    What what = new What.Model(List.of("fast"), bound, bound == null);
    return new BudgetedCall(account, user, null, labels, what);
  }

  static Plan hard(String name, long limit) {
    return plan(name, limit, Kind.HARD);
  }

  static Plan soft(String name, long limit) {
    return plan(name, limit, Kind.SOFT);
  }

  private static Plan plan(String name, long limit, Kind kind) {
    BudgetScope scope = new BudgetScope(BudgetScope.Type.ACCOUNT, null);
    return new Plan(name, scope, Unit.USD, Period.HOUR, limit, kind, OnUnpriced.ALLOW);
  }

  private long nanoTime() {
    return System.nanoTime() + skipped.addAndGet(pace);
  }

  @Override
  public void close() {
    if (keeping.isRunning()) {
      keeping.stop();
    }
  }
}
