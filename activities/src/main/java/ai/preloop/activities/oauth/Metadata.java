package ai.preloop.activities.oauth;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The metadata of an authorization server, checked before any of it is used. */
record Metadata(OAuthServer server, JsonNode said) {

  private static final List<String> USUAL = List.of("client_secret_basic");

  /** UPSTREAM_FAILED for another issuer (RFC 8414, section 3.3), or one without PKCE. */
  AuthorizationServer read(String issuer) {
    if (!isSame(issuer, Json.text(said, "issuer").orElse(""))) {
      throw Discovery.failed("The metadata of %s is that of another issuer.".formatted(issuer));
    }
    if (!server.settings().isUnattended()) {
      endpoint("authorization_endpoint");
      requireProofKeys();
    }
    List<String> methods = Json.texts(said, "token_endpoint_auth_methods_supported");
    return new AuthorizationServer(
        Json.text(said, "issuer").orElse(issuer),
        optional("authorization_endpoint"),
        endpoint("token_endpoint"),
        optional("registration_endpoint"),
        optional("revocation_endpoint"),
        methods.isEmpty() ? USUAL : methods,
        said.path("authorization_response_iss_parameter_supported").asBoolean(false),
        said.path("client_id_metadata_document_supported").asBoolean(false),
        Json.texts(said, "scopes_supported"));
  }

  /**
   * Who has no metadata has its endpoints where revision 2025-03-26 says, which asks PKCE of all of
   * them.
   */
  static AuthorizationServer unsaid(URI root) {
    return new AuthorizationServer(
        root.toString(),
        root.resolve("/authorize"),
        root.resolve("/token"),
        root.resolve("/register"),
        null,
        USUAL,
        false,
        false,
        List.of());
  }

  /** RFC 7636; without it a code that was caught could be used by whoever caught it. */
  private void requireProofKeys() {
    if (!Json.texts(said, "code_challenge_methods_supported").contains("S256")) {
      throw Discovery.failed(
          "The authorization server does not say that it knows PKCE with S256, without which no code is asked for.");
    }
  }

  /** A server that names none is its own, whose address ends in a slash or does not. */
  private static boolean isSame(String asked, String told) {
    return told.equals(asked) || (asked.endsWith("/") && asked.equals(told + "/"));
  }

  private URI endpoint(String name) {
    URI found = optional(name);
    if (found == null) {
      throw Discovery.failed("The authorization server names no %s.".formatted(name));
    }
    return found;
  }

  private @Nullable URI optional(String name) {
    return Json.text(said, name)
        .map(text -> Discovery.url(text, name))
        .map(url -> {
          Discovery.requireTls(server, url);
          return url;
        })
        .orElse(null);
  }
}
