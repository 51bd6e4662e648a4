package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.Bound;
import ai.preloop.activities.modelrules.ModelQuestion;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.prices.Price;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call that may go on: as it was judged, and what it comes to on each model that may serve it.
 */
record Admitted(ModelQuestion question, List<Estimate> targets) {

  Admitted {
    targets = List.copyOf(targets);
  }

  /** The same call, which this one may not serve. */
  Admitted without(String target) {
    return new Admitted(
        question, targets.stream().filter(each -> !each.model().alias().equals(target)).toList());
  }

  /** The same call, which those alone may serve that can cost less than the dearest can. */
  Admitted cheaper() {
    Long dearest = most();
    return new Admitted(
        question, targets.stream().filter(each -> !Objects.equals(each.most(), dearest)).toList());
  }

  /** The one that was asked for. */
  AiModel model() {
    return question.model();
  }

  /** Of the model that was asked for, and then of those that may serve the call. */
  List<String> aliases() {
    return Stream.concat(Stream.of(model()), targets.stream().map(Estimate::model))
        .map(AiModel::alias)
        .toList();
  }

  /** One of those that may serve it. */
  Optional<AiModel> target(String alias) {
    return targets.stream()
        .map(Estimate::model)
        .filter(target -> target.alias().equals(alias))
        .findFirst();
  }

  /** NONE for a model that may not serve it. */
  Price price(AiModel target) {
    return targets.stream()
        .filter(each -> each.model().equals(target))
        .findFirst()
        .map(Estimate::price)
        .orElse(Price.NONE);
  }

  /** The most output of any. */
  long output() {
    return targets.stream().map(Estimate::bound).mapToLong(Bound::outputTokens).max().orElse(0);
  }

  /** In nanodollars, by the dearest; null where none has a price. */
  @Nullable Long most() {
    return Estimate.most(targets);
  }

  /** Whether one has no price, so that nobody knows what the call costs there. */
  boolean isUnpriced() {
    return targets.stream().anyMatch(Estimate::isUnpriced);
  }
}
