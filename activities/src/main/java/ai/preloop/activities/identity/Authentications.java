package ai.preloop.activities.identity;

import org.jspecify.annotations.Nullable;

/** The one way in: tells every edge whose credential a request carries. */
@FunctionalInterface
public interface Authentications {

  /**
   * Takes the {@code Authorization} and {@code X-API-Key} headers as they came. One that this node
   * knows costs no database call; one that is well-made and unknown is looked for once more.
   * UNAUTHENTICATED when neither holds a credential that is good now, UNAVAILABLE when this node
   * cannot know.
   */
  Principal authenticate(@Nullable String authorization, @Nullable String apiKeyHeader);
}
