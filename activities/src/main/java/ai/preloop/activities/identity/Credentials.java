package ai.preloop.activities.identity;

import ai.preloop.activities.database.Revisions;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** API keys, runtime tokens and sign-in tokens, judged by what this node has confirmed. */
final class Credentials implements Authentications {

  private static final String BEARER = "Bearer ";

  private final Principals principals;
  private final AccessTokens tokens;
  private final TokenTexts runtime;
  private final Revisions revisions;
  private final InstantSource clock;

  Credentials(
      Principals principals,
      AccessTokens tokens,
      TokenTexts runtime,
      Revisions revisions,
      InstantSource clock) {
    this.principals = principals;
    this.tokens = tokens;
    this.runtime = runtime;
    this.revisions = revisions;
    this.clock = clock;
  }

  @Override
  public Principal authenticate(@Nullable String authorization, @Nullable String apiKeyHeader) {
    String credential = credential(authorization, apiKeyHeader);
    revisions.requireConfirmed();
    Principal principal =
        known(credential)
            .or(() -> madeLately(credential))
            .orElseThrow(() ->
                unauthenticated(
                    "The credential is not known here, was revoked, or has expired; use another key or sign in again."));
    revisions.requireConfirmed(principal.account());
    return principal;
  }

  private Optional<Principal> known(String credential) {
    if (KeyText.looksLike(credential)) {
      return byKey(credential);
    }
    return TokenTexts.looksLike(credential)
        ? runtime.parse(credential).flatMap(principals::token)
        : tokens.read(credential);
  }

  /** At another node, so that this one has not heard of it yet. */
  private Optional<Principal> madeLately(String credential) {
    if (!mayBeNew(credential)) {
      return Optional.empty();
    }
    revisions.refreshForStranger();
    return known(credential);
  }

  /** A runtime token itself was looked for already: it is its key that may be new here. */
  private boolean mayBeNew(String credential) {
    return KeyText.parse(credential).isPresent()
        || runtime.parse(credential).filter(this::isOfStranger).isPresent()
        || tokens.isGenuine(credential);
  }

  private boolean isOfStranger(TokenText shown) {
    return principals.key(shown.prefix()).isEmpty();
  }

  private static String credential(@Nullable String authorization, @Nullable String apiKeyHeader) {
    String bearer = bearer(authorization);
    if (bearer != null && apiKeyHeader != null && !bearer.equals(apiKeyHeader.strip())) {
      throw unauthenticated("Two different credentials were sent; send one.");
    }
    String given = bearer == null ? apiKeyHeader : bearer;
    if (given == null || given.isBlank()) {
      throw unauthenticated(
          "A credential is needed: send an API key or a token as `Authorization: Bearer …`.");
    }
    return given.strip();
  }

  /** The scheme's case is free (RFC 9110, section 11.1). */
  private static @Nullable String bearer(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).strip();
    }
    throw unauthenticated("Only the Bearer scheme is read in the Authorization header.");
  }

  private Optional<Principal> byKey(String text) {
    return KeyText.parse(text).flatMap(this::byKey);
  }

  private Optional<Principal> byKey(KeyText shown) {
    byte[] hash = shown.hash();
    return principals
        .key(shown.prefix())
        .filter(key -> key.isProvedBy(hash))
        .filter(key -> key.isGoodAt(clock.instant()))
        .map(StoredKey::principal);
  }

  private static ProblemException unauthenticated(String sentence) {
    return new ProblemException(ProblemType.UNAUTHENTICATED, sentence);
  }
}
