package ai.preloop.activities.budgets;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** What is kept for a call in all its budgets together. */
final class Reserved implements Reservation {

  /** For a call that counts nowhere. */
  static final Reservation NOWHERE =
      new Reservation() {
        @Override
        public List<UUID> leases() {
          return List.of();
        }

        @Override
        public boolean isConfirmed() {
          return true;
        }

        @Override
        public List<String> exceeded() {
          return List.of();
        }

        @Override
        public void settle(long nanos) {}
      };

  private final List<Hold> holds;
  private final List<String> exceeded;
  private final BooleanSupplier confirmed;
  private final AtomicBoolean settled = new AtomicBoolean();

  Reserved(List<Hold> holds, List<String> exceeded, BooleanSupplier confirmed) {
    this.holds = List.copyOf(holds);
    this.exceeded = List.copyOf(exceeded);
    this.confirmed = confirmed;
  }

  @Override
  public List<UUID> leases() {
    return holds.stream().flatMap(hold -> hold.leases().stream()).toList();
  }

  @Override
  public boolean isConfirmed() {
    return confirmed.getAsBoolean();
  }

  @Override
  public List<String> exceeded() {
    return exceeded;
  }

  @Override
  public void settle(long nanos) {
    if (settled.compareAndSet(false, true)) {
      holds.forEach(hold -> hold.settle(Math.max(nanos, 0)));
    }
  }
}
