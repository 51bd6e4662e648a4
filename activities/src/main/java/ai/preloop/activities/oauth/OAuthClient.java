package ai.preloop.activities.oauth;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server knows Preloop as, for one server; {@code method} is how the client
 * proves itself, {@code secretName} where its secret is kept, and {@code callback} the one that was
 * registered, {@code resource} what the server calls itself, where it does.
 */
record OAuthClient(
    AuthorizationServer server,
    String id,
    String method,
    @Nullable String secretName,
    List<String> scopes,
    String callback,
    @Nullable String resource) {

  /** The secret goes into the form (RFC 6749, section 2.3.1). */
  static final String POST = "client_secret_post";

  /** The secret goes into the header (RFC 7617). */
  static final String BASIC = "client_secret_basic";

  /** There is no secret. */
  static final String NONE = "none";

  private static final String OFFLINE = "offline_access";

  OAuthClient {
    scopes = List.copyOf(scopes);
  }

  /** Whether its id is the address of its metadata; no registration is called so. */
  boolean isPublished() {
    return secretName == null && id.startsWith("https://");
  }

  /** What tokens are asked for (RFC 8707, section 2). */
  String resource(OAuthServer server) {
    return Objects.requireNonNullElseGet(resource, server::resource);
  }

  /** What is asked for, parted by spaces. */
  Optional<String> scope(OAuthSettings settings) {
    return Optional.ofNullable(settings.scope())
        .or(() -> scopes.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", asked())));
  }

  /** Some give refresh tokens only to those who ask so (OpenID Connect Core, section 11). */
  private List<String> asked() {
    boolean adds = server.scopes().contains(OFFLINE) && !scopes.contains(OFFLINE);
    return adds ? Stream.concat(scopes.stream(), Stream.of(OFFLINE)).toList() : scopes;
  }
}
