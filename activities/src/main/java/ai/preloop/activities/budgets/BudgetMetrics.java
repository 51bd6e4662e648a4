package ai.preloop.activities.budgets;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What an operator watches of budgets. */
final class BudgetMetrics {

  private final MeterRegistry meters;
  private final Counter refused;
  private final Counter taken;
  private final Counter returned;
  private final Counter healed;

  BudgetMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.refused = meters.counter("preloop.budgets.refused");
    this.taken = meters.counter("preloop.budgets.leases.taken");
    this.returned = meters.counter("preloop.budgets.leases.returned");
    this.healed = meters.counter("preloop.budgets.leases.healed");
  }

  /** How many dollars are kept for calls under way on this node. */
  void watch(Supplier<Number> reserved) {
    Gauge.builder("preloop.budgets.reserved", reserved).baseUnit("usd").register(meters);
  }

  void refused() {
    refused.increment();
  }

  void taken() {
    taken.increment();
  }

  void returned(int leases) {
    returned.increment(leases);
  }

  void healed(int leases) {
    healed.increment(leases);
  }
}
