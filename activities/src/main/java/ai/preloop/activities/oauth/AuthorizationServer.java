package ai.preloop.activities.oauth;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server says of itself (RFC 8414, section 2), as far as it is used; {@code
 * readsClients} where it takes the address of a client's metadata for its id.
 */
record AuthorizationServer(
    String issuer,
    @Nullable URI authorizationEndpoint,
    URI tokenEndpoint,
    @Nullable URI registrationEndpoint,
    @Nullable URI revocationEndpoint,
    List<String> authenticationMethods,
    boolean namesItself,
    @Nullable Boolean readsClients,
    List<String> scopes) {

  AuthorizationServer {
    authenticationMethods = List.copyOf(authenticationMethods);
    scopes = List.copyOf(scopes);
  }
}
