package ai.preloop.activities.attempts;

import ai.preloop.activities.attempts.ModelGates.Full;
import ai.preloop.activities.attempts.ModelGates.Passage;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.providers.Provider;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** One call on its way to an answer: what was tried, and how long it has waited. */
final class Course {

  private static final int RETRIES = 2;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration ALL_WAITS = Duration.ofSeconds(30);

  private final Dispatch request;
  private final Means means;
  private final Tally tally;
  private Duration waited = Duration.ZERO;

  Course(Dispatch request, Means means) {
    this.request = request;
    this.means = means;
    this.tally = new Tally(request.model().alias());
  }

  /** Asks one target as often as makes sense. */
  Optional<ProviderAnswer> attempt(AiModel target) {
    request.client().left().check();
    return way(target)
        .flatMap(way ->
            switch (means.gates().enter(target, request.tokens())) {
              case Full(Duration wait) -> {
                tally.full(wait);
                yield Optional.empty();
              }
              case Passage passage -> through(passage, way);
            });
  }

  /** Where none served: the last answer of a provider, or throws why there is none. */
  ProviderAnswer end() {
    return tally.told();
  }

  private Optional<Way> way(AiModel target) {
    Optional<Provider> provider = means.providers().of(String.valueOf(target.plan().provider()));
    if (provider.isEmpty()) {
      return none(target, "has a provider that is not known here.");
    }
    URI own = target.plan().endpoint();
    Optional<URI> endpoint = own == null ? provider.get().endpoint() : Optional.of(own);
    if (endpoint.isEmpty()) {
      return none(target, "has no endpoint, and its provider has none that is everybody's.");
    }
    try {
      Rendered rendered = request.rendering().render(target, provider.get());
      return Optional.of(new Way(target, provider.get(), endpoint.get(), rendered));
    } catch (ProblemException e) {
      tally.unfit(e);
      return Optional.empty();
    }
  }

  private Optional<Way> none(AiModel target, String why) {
    tally.failed(ProblemType.UPSTREAM_FAILED, target, why);
    return Optional.empty();
  }

  private Optional<ProviderAnswer> through(Passage passage, Way way) {
    boolean served = false;
    try {
      Optional<ProviderAnswer> answer = asked(new Turn(request, means, tally, way, passage));
      served = answer.isPresent();
      return answer;
    } finally {
      if (!served) {
        passage.used(0);
        passage.close();
      }
    }
  }

  private Optional<ProviderAnswer> asked(Turn turn) {
    Step step = turn.once(0);
    for (int retry = 1; retry <= RETRIES; retry++) {
      if (!(step instanceof Step.Again(Duration after)) || !isWorthIt(after)) {
        break;
      }
      pause(after);
      step = turn.once(retry);
    }
    return step instanceof Step.Served(ProviderAnswer answer)
        ? Optional.of(answer)
        : Optional.empty();
  }

  private boolean isWorthIt(Duration wait) {
    return wait.compareTo(LONGEST_WAIT) <= 0 && waited.plus(wait).compareTo(ALL_WAITS) <= 0;
  }

  private void pause(Duration wait) {
    waited = waited.plus(wait);
    request.client().left().await(wait);
  }
}
