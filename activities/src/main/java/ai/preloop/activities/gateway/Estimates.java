package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.Bound;
import ai.preloop.activities.dialects.Ceilings;
import ai.preloop.activities.dialects.Ceilings.OutputLimits;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.prices.Pricing;
import ai.preloop.activities.prices.Windows;
import java.util.List;
import java.util.Objects;
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

  Pricing pricing() {
    return pricing;
  }

  Ceilings ceilings(AiModel target) {
    Windows windows = pricing.windows(target);
    boolean keepsAll = KEEP_ALL_LIMITS.contains(String.valueOf(target.plan().provider()));
    return new Ceilings(
        windows.contextWindow(),
        windows.maxOutput(),
        keepsAll ? OutputLimits.ALL : OutputLimits.MAX_TOKENS);
  }

  /** The tokens of the largest of the models. */
  Bound bound(ModelRequest request, List<AiModel> targets) {
    return targets.stream()
        .map(target -> request.bound(ceilings(target)))
        .reduce(Estimates::larger)
        .orElse(Bound.NOTHING);
  }

  private static Bound larger(Bound one, Bound other) {
    return new Bound(
        Math.max(one.inputTokens(), other.inputTokens()),
        Math.max(one.outputTokens(), other.outputTokens()),
        one.known() && other.known());
  }

  /** Whether one of the models has no price, so that nobody knows what the call costs there. */
  boolean isUnpriced(List<AiModel> targets) {
    return targets.stream().anyMatch(target -> pricing.of(target).known() == null);
  }

  /** In nanodollars, by the dearest of the models; null where none of them has a price. */
  @Nullable Long most(ModelRequest request, List<AiModel> targets) {
    return targets.stream()
        .map(target -> most(request, target))
        .filter(Objects::nonNull)
        .max(Long::compare)
        .orElse(null);
  }

  private @Nullable Long most(ModelRequest request, AiModel target) {
    Bound bound = request.bound(ceilings(target));
    return pricing
        .of(target)
        .rates()
        .map(rates -> rates.most(bound.inputTokens(), bound.outputTokens()))
        .orElse(null);
  }
}
