package ai.preloop.activities.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.WebDocuments.Answer;
import ai.preloop.activities.upstream.WebDocuments.Content;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Registers Preloop with an authorization server (RFC 7591). */
record Registration(UpstreamClient upstream) {

  /** A client, and the secret that came with it. */
  record Made(OAuthClient client, Optional<String> secret) {

    @Override
    public String toString() {
      return "Made[" + client.id() + "]";
    }
  }

  Made register(OAuthServer server, Discovery.Found found, URI callback) {
    URI endpoint = found.server().registrationEndpoint();
    if (endpoint == null) {
      throw Discovery.failed(
          "The authorization server %s registers no clients: register Preloop there by hand with the callback %s, and give its client_id in auth_config."
              .formatted(found.server().issuer(), callback));
    }
    Answer answer =
        upstream
            .documents(server.reach())
            .post(
                endpoint,
                Credential.NONE,
                new Content("application/json", registration(server, found.server(), callback)));
    if (!answer.isGood()) {
      throw Discovery.failed(
          "The authorization server did not register Preloop: HTTP status %d."
              .formatted(answer.status()));
    }
    return read(server, found, Json.object(answer.body(), "registration"), callback);
  }

  private static Made read(
      OAuthServer server, Discovery.Found found, JsonNode registration, URI callback) {
    String id =
        Json.text(registration, "client_id")
            .orElseThrow(() -> Discovery.failed("The registration has no client_id."));
    Optional<String> secret = Json.text(registration, "client_secret");
    String name = secret.isPresent() ? server.secrets() + "client" : null;
    String method =
        Json.text(registration, "token_endpoint_auth_method")
            .orElse(secret.isPresent() ? withSecret(found.server()) : OAuthClient.NONE);
    return new Made(
        new OAuthClient(
            found.server(),
            id,
            method,
            name,
            found.scopes(),
            callback.toString(),
            found.resource()),
        secret);
  }

  static String withSecret(AuthorizationServer server) {
    return server.authenticationMethods().contains(OAuthClient.BASIC)
        ? OAuthClient.BASIC
        : OAuthClient.POST;
  }

  private static byte[] registration(OAuthServer server, AuthorizationServer at, URI callback) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("client_name", ClientMetadata.NAME);
    asked.put("application_type", ClientMetadata.kind(callback));
    asked.put("token_endpoint_auth_method", preferred(at.authenticationMethods()));
    List<String> grants = new ArrayList<>(List.of(server.settings().kind().word()));
    if (!server.settings().isUnattended()) {
      grants.add("refresh_token");
      asked.put("redirect_uris", List.of(callback.toString()));
      asked.put("response_types", List.of("code"));
    }
    asked.put("grant_types", grants);
    @Nullable String scope = server.settings().scope();
    if (scope != null) {
      asked.put("scope", scope);
    }
    return JsonMapper.shared().writeValueAsString(asked).getBytes(UTF_8);
  }

  /** A secret is worth having: it makes a refresh token useless to whoever else gets it. */
  private static String preferred(List<String> methods) {
    return List.of(OAuthClient.BASIC, OAuthClient.POST, OAuthClient.NONE).stream()
        .filter(methods::contains)
        .findFirst()
        .orElse(OAuthClient.NONE);
  }
}
