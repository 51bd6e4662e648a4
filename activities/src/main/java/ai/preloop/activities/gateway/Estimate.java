package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.Bound;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.prices.Price;
import ai.preloop.activities.prices.Rates.CacheTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The most that a call can use, and the price of it, on one model that may serve it. */
record Estimate(AiModel model, Bound bound, Price price, CacheTime cached) {

  /** In nanodollars; null where the model has no price. */
  @Nullable Long most() {
    return price.known() == null
        ? null
        : price.known().most(bound.inputTokens(), bound.outputTokens(), cached);
  }

  boolean isUnpriced() {
    return price.known() == null;
  }

  /** By the dearest of the models; null where none of them has a price. */
  static @Nullable Long most(List<Estimate> each) {
    return each.stream()
        .map(Estimate::most)
        .filter(Objects::nonNull)
        .max(Long::compare)
        .orElse(null);
  }
}
