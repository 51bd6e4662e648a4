package ai.preloop.activities.identity;

import ai.preloop.activities.traces.Conversation;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime token is asked to be. Without {@code scopes} it makes all calls that its key may
 * make, without models all of the key's; {@code life} is a minute to a day.
 */
public record NewToken(
    @Nullable Set<Scope> scopes, AllowedModels models, Labels labels, Duration life) {

  public static final Duration USUAL_LIFE = Duration.ofHours(1);

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  public NewToken {
    scopes = scopes == null ? null : Set.copyOf(scopes);
    if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "expires_in is %d to %d seconds.".formatted(SHORTEST.toSeconds(), LONGEST.toSeconds()));
    }
    String session = labels.session();
    if (session != null && Conversation.isOwn(session)) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "session is a name for calls that say none: choose another one.");
    }
  }

  Grant of(Grant key) {
    return key.narrowed(scopes, models, labels);
  }
}
