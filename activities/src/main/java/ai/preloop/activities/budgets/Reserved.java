package ai.preloop.activities.budgets;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

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
        public List<String> exceeded(@Nullable String servedBy) {
          return List.of();
        }

        @Override
        public void settle(long amount, @Nullable String servedBy) {}

        @Override
        public void forget() {}
      };

  private final List<Kept> kept;
  private final BooleanSupplier confirmed;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.RESERVED);

  private enum Stage {
    RESERVED,
    SETTLED,
    FORGOTTEN
  }

  /** In one budget; {@code servedBy} is the model without which the call does not count there. */
  record Kept(Budget budget, Hold hold, boolean isUsedUp, @Nullable String servedBy) {

    private boolean counts(@Nullable String served) {
      return servedBy == null || served == null || servedBy.equals(served);
    }

    private void settle(long amount, @Nullable String served) {
      hold.settle(counts(served) ? Math.max(amount, 0) : 0);
    }
  }

  Reserved(List<Kept> kept, BooleanSupplier confirmed) {
    this.kept = List.copyOf(kept);
    this.confirmed = confirmed;
  }

  @Override
  public List<UUID> leases() {
    return kept.stream().flatMap(each -> each.hold().leases().stream()).toList();
  }

  @Override
  public boolean isConfirmed() {
    return confirmed.getAsBoolean();
  }

  @Override
  public List<String> exceeded(@Nullable String servedBy) {
    return kept.stream()
        .filter(each ->
            each.isUsedUp() && (each.servedBy() == null || each.servedBy().equals(servedBy)))
        .map(each -> each.budget().name())
        .distinct()
        .toList();
  }

  @Override
  public void settle(long amount, @Nullable String servedBy) {
    if (stage.compareAndSet(Stage.RESERVED, Stage.SETTLED)) {
      kept.forEach(each -> each.settle(amount, servedBy));
    }
  }

  @Override
  public void forget() {
    if (stage.compareAndSet(Stage.SETTLED, Stage.FORGOTTEN)) {
      kept.forEach(each -> each.hold().forget());
    }
  }
}
