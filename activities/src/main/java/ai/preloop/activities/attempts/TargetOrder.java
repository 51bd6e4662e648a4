package ai.preloop.activities.attempts;

import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.Routing;
import ai.preloop.activities.models.Routing.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Which models are tried for a call, in which order: each once, and those that there are. */
record TargetOrder(RandomGenerator chance) {

  private static final int MOST = 5;

  private record Candidate(AiModel model, int weight) {}

  /** Only models of a provider are targets: what another one's routing says is not followed. */
  List<AiModel> of(AiModel asked, Function<String, Optional<AiModel>> models) {
    Routing routing = asked.plan().terms().routing();
    if (routing.isNone()) {
      return asked.plan().provider() == null ? List.of() : List.of(asked);
    }
    Function<String, Optional<AiModel>> known =
        alias -> models.apply(alias).filter(model -> model.plan().provider() != null);
    Map<UUID, AiModel> order = new LinkedHashMap<>();
    first(asked, known).ifPresent(model -> order.put(model.id(), model));
    routing.fallbacks().stream()
        .flatMap(alias -> known.apply(alias).stream())
        .forEach(model -> order.putIfAbsent(model.id(), model));
    return order.values().stream().limit(MOST).toList();
  }

  private Optional<AiModel> first(AiModel asked, Function<String, Optional<AiModel>> known) {
    List<Candidate> candidates = new ArrayList<>();
    for (Share share : asked.plan().terms().routing().shares()) {
      if (share.weight() > 0) {
        known
            .apply(share.model())
            .ifPresent(model -> candidates.add(new Candidate(model, share.weight())));
      }
    }
    return candidates.isEmpty()
        ? Optional.of(asked).filter(model -> model.plan().provider() != null)
        : Optional.of(drawn(candidates));
  }

  private AiModel drawn(List<Candidate> candidates) {
    long all = candidates.stream().mapToLong(Candidate::weight).sum();
    long ticket = chance.nextLong(all);
    for (Candidate candidate : candidates) {
      ticket -= candidate.weight();
      if (ticket < 0) {
        return candidate.model();
      }
    }
    throw new IllegalStateException("A ticket is less than the sum of all weights");
  }
}
