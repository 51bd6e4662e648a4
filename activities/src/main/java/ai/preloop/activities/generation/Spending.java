package ai.preloop.activities.generation;

import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.gateway.RunningCall.Spent;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a model took together: {@code nanodollars} is null where it has no price, and
 * {@code estimated} says that a provider did not tell what was used.
 */
public record Spending(
    int calls, long inputTokens, long outputTokens, @Nullable Long nanodollars, boolean estimated) {

  static final Spending NONE = new Spending(0, 0, 0, 0L, false);

  Spending and(Spent spent) {
    Usage usage = spent.usage();
    Long nanos = spent.cost().nanos();
    return new Spending(
        calls + 1,
        inputTokens + usage.input(),
        outputTokens + usage.output(),
        nanodollars == null || nanos == null ? null : Long.valueOf(nanodollars + nanos),
        estimated || spent.cost().estimated());
  }
}
