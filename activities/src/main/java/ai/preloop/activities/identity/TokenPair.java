package ai.preloop.activities.identity;

import java.time.Duration;
import java.util.Set;

/** What a sign-in gives: a token for now, one to go on with, and what they may do. */
public record TokenPair(
    String accessToken, Duration expiresIn, String refreshToken, Set<Scope> scopes) {

  @Override
  public String toString() {
    return "TokenPair" + scopes;
  }
}
