package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.prices.Price;
import ai.preloop.activities.usage.Outcome.Cost;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs once it has ended. What a provider does not say is estimated; under a hard
 * budget, which must hold whatever a provider charges for what it did not say, it counts as the
 * {@code most} that the call could cost.
 */
record Charges(Price price, long estimatedInput, @Nullable Long most, boolean unanswered) {

  /** For what no provider charges for, unless another request before was {@code unanswered}. */
  Cost free() {
    return unanswered
        ? estimated(input())
        : new Cost(price.known() == null ? null : 0L, price.source(), false);
  }

  Usage input() {
    return new Usage(estimatedInput, 0, 0, 0, 0);
  }

  Cost said(Usage usage) {
    return new Cost(cost(usage), price.source(), false);
  }

  Cost estimated(Usage usage) {
    Long estimate = cost(usage);
    Long counts = most == null || estimate == null ? estimate : most;
    return new Cost(counts, price.source(), true);
  }

  private @Nullable Long cost(Usage usage) {
    return price.rates().map(rates -> rates.cost(usage)).orElse(null);
  }
}
