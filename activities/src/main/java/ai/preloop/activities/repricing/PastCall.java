package ai.preloop.activities.repricing;

import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.identity.Labels;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call that has ended, as far as it matters for its price. */
record PastCall(UUID id, Instant startedAt, Whose whose, Served served, Usage usage, Cost cost) {

  private static final int FIRST_ERROR = 400;

  /** Whose it is, as budgets see it. */
  record Whose(UUID user, @Nullable UUID key, Labels labels, String model) {}

  /** What was asked of whom, and how it ended. */
  record Served(
      Operation operation,
      @Nullable String provider,
      @Nullable String identifier,
      String status,
      int httpStatus) {}

  /** What it cost, and what it could cost at the most; {@code estimated} where nobody said. */
  record Cost(@Nullable Long nanos, @Nullable Long bound, boolean estimated) {}

  /** Providers charge for no error, and for no counting. */
  boolean isCharged() {
    return !served.operation().isCounting()
        && !served.status().equals("refused")
        && served.httpStatus() < FIRST_ERROR;
  }

  /** What a hard budget had it count as, since its provider did not say what was used. */
  boolean isBound() {
    return cost.estimated() && cost.nanos() != null && cost.nanos().equals(cost.bound());
  }

  /** Of a call that costs something for which nothing is written down. */
  boolean isUnexplained() {
    return usage.total() == 0 && cost.nanos() != null && cost.nanos() > 0;
  }
}
