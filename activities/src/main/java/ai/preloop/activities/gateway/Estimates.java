package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.Ceilings;
import ai.preloop.activities.dialects.Ceilings.OutputLimits;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.prices.Price;
import ai.preloop.activities.prices.Pricing;
import ai.preloop.activities.prices.Rates;
import ai.preloop.activities.prices.Rates.CacheTime;
import ai.preloop.activities.prices.Windows;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The most that a call can use and cost, before anybody knows which of its models serves it. */
final class Estimates {

  /** They keep to the newer name of the limit of output too; of others that is not known. */
  private static final Set<String> KEEP_ALL_LIMITS = Set.of("openai", "azure_openai");

  private static final int BYTES_OF_A_TOKEN = 4;

  private final Pricing pricing;

  Estimates(Pricing pricing) {
    this.pricing = pricing;
  }

  /** What is reckoned with where nobody has counted: a token for every four bytes. */
  static long input(ModelRequest request) {
    return Math.ceilDiv(request.bytes().length, BYTES_OF_A_TOKEN);
  }

  Ceilings ceilings(AiModel target) {
    Windows windows = pricing.windows(target);
    boolean keepsAll = KEEP_ALL_LIMITS.contains(String.valueOf(target.plan().provider()));
    return new Ceilings(
        windows.contextWindow(),
        windows.maxOutput(),
        keepsAll ? OutputLimits.ALL : OutputLimits.MAX_TOKENS);
  }

  /** On each of the models, in their order. */
  List<Estimate> of(ModelRequest request, List<AiModel> targets) {
    return targets.stream().map(target -> of(request, target)).toList();
  }

  private Estimate of(ModelRequest request, AiModel target) {
    Price price = pricing.of(target);
    return new Estimate(
        target, request.bound(ceilings(target)), price, cached(request, price.known()));
  }

  private static CacheTime cached(ModelRequest request, @Nullable Rates rates) {
    return rates != null && rates.hasHour() && request.mayCacheForAnHour()
        ? CacheTime.AN_HOUR
        : CacheTime.MINUTES;
  }
}
