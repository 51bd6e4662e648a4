package ai.preloop.activities.repricing;

import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.prices.Price;
import ai.preloop.activities.prices.Pricing;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What calls cost by the prices of now, as far as it is clear which of them is theirs. */
record PastPrices(Pricing pricing, List<AiModel> models) {

  /** The one that was asked for, and the one that served it where that is clear. */
  List<String> aliases(PastCall call) {
    List<AiModel> served = served(call);
    String asked = call.whose().model();
    return served.size() == 1 ? List.of(asked, served.getFirst().alias()) : List.of(asked);
  }

  /** Empty where nobody says what it costs, or several models of the account would differ. */
  Optional<Price> of(PastCall call) {
    String provider = call.served().provider();
    String identifier = call.served().identifier();
    if (provider == null || identifier == null) {
      return Optional.empty();
    }
    List<AiModel> served = served(call);
    List<Price> found =
        served.isEmpty()
            ? List.of(pricing.listed(provider, identifier))
            : named(served, call).map(pricing::of).map(List::of).orElseGet(() -> all(served));
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** Those that the provider knows by the name that it was asked for. */
  private List<AiModel> served(PastCall call) {
    return models.stream()
        .filter(model ->
            Objects.equals(call.served().provider(), model.plan().provider())
                && Objects.equals(call.served().identifier(), model.plan().identifier()))
        .toList();
  }

  /** The one that was asked for by its alias; others served it for one that shares its calls. */
  private static Optional<AiModel> named(List<AiModel> served, PastCall call) {
    return served.stream().filter(model -> model.alias().equals(call.whose().model())).findFirst();
  }

  private List<Price> all(List<AiModel> served) {
    return served.stream().map(pricing::of).distinct().toList();
  }
}
