package ai.preloop.activities.attempts;

import ai.preloop.activities.models.AiModel;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way of calls to providers: one target after the other until one answers. A request that may
 * have been sent is sent again where nothing of an answer came, as the official clients do; so a
 * provider may charge twice for what is answered once, where the call {@link Unanswered may
 * repeat}. None is sent again after the first byte.
 */
public final class Attempts {

  private final Means means;
  private final TargetOrder order;

  Attempts(Means means, TargetOrder order) {
    this.means = means;
    this.order = order;
  }

  /**
   * Sends a call. CancellationException when the client left meanwhile; otherwise the last answer
   * of a provider, or RATE_LIMITED (with {@code retry_after} in seconds), UPSTREAM_FAILED or
   * UPSTREAM_TIMEOUT where none answered, or what its rendering failed with where there was no
   * other target. {@code models} knows the account's models by their aliases.
   */
  public ProviderAnswer send(Dispatch request, Function<String, Optional<AiModel>> models) {
    Course course = new Course(request, means);
    for (AiModel target : order.of(request.model(), models)) {
      if (!request.unanswered().mayGoOn()) {
        break;
      }
      Optional<ProviderAnswer> answer = course.attempt(target);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return course.end();
  }
}
