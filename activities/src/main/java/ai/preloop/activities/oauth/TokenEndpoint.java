package ai.preloop.activities.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.WebDocuments.Answer;
import ai.preloop.activities.upstream.WebDocuments.Content;
import ai.preloop.policies.documents.ServerSyntax;
import ai.preloop.policies.problems.ProblemException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Asks authorization servers for tokens (RFC 6749, section 5), and takes tokens back. */
final class TokenEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
  private static final Pattern ERROR = Pattern.compile("[a-z_]{1,64}");

  /** What ends a grant (RFC 6749, section 5.2; RFC 8707); any other error may pass. */
  private static final Set<String> ENDS =
      Set.of(
          "invalid_grant",
          Grants.UNKNOWN_CLIENT,
          "unauthorized_client",
          "unsupported_grant_type",
          "invalid_scope",
          "invalid_target");

  private final SecretStore secrets;
  private final UpstreamClient upstream;

  TokenEndpoint(SecretStore secrets, UpstreamClient upstream) {
    this.secrets = secrets;
    this.upstream = upstream;
  }

  /** What came of asking. */
  sealed interface Reply {

    /** Tokens; without a lifetime they are good until somebody does not take them. */
    record Tokens(
        String access, Optional<String> refresh, Optional<Duration> life, Optional<String> scope)
        implements Reply {

      @Override
      public String toString() {
        return "Tokens[hidden]";
      }
    }

    /** The grant is not good for tokens, and will not be. */
    record Refused(String error) implements Reply {}

    /** Nothing can be said of the grant. */
    record Unclear(String sentence) implements Reply {}
  }

  /** Sends the form, with the resource that the token is for (RFC 8707). */
  Reply ask(OAuthServer server, OAuthClient client, Map<String, String> form) {
    Map<String, String> whole = new LinkedHashMap<>(form);
    whole.put("resource", client.resource(server));
    try {
      return reply(post(server, client, client.server().tokenEndpoint(), whole));
    } catch (ProblemException e) {
      return new Reply.Unclear(e.detail());
    }
  }

  /** RFC 7009; whether the authorization server hears of it changes nothing here. */
  void revoke(OAuthServer server, OAuthClient client, String token) {
    URI endpoint = client.server().revocationEndpoint();
    if (endpoint != null
        && Origin.of(endpoint).equals(Origin.of(client.server().tokenEndpoint()))) {
      try {
        post(server, client, endpoint, Map.of("token", token));
      } catch (ProblemException e) {
        LOG.info("An authorization server was not told of a token that is given up", e);
      }
    }
  }

  private Answer post(
      OAuthServer server, OAuthClient client, URI endpoint, Map<String, String> form) {
    Map<String, String> whole = new LinkedHashMap<>(form);
    Credential credential = Credential.NONE;
    String name = client.secretName();
    if (name == null) {
      whole.put("client_id", client.id());
    } else {
      String secret = secrets.get(server.account(), name, Origin.of(endpoint));
      if (client.method().equals(OAuthClient.BASIC)) {
        credential = Credential.basic(endpoint, encoded(client.id()), encoded(secret));
      } else {
        whole.put("client_id", client.id());
        whole.put("client_secret", secret);
      }
    }
    return upstream
        .documents(server.reach())
        .post(
            endpoint,
            credential,
            new Content("application/x-www-form-urlencoded", query(whole).getBytes(UTF_8)));
  }

  private static Reply reply(Answer answer) {
    if (answer.isGood()) {
      return tokens(Json.object(answer.body(), "answer of the authorization server"));
    }
    Optional<String> error =
        answer.status() == 400 || answer.status() == 401
            ? Json.text(Json.object(answer.body(), "answer of the authorization server"), "error")
            : Optional.empty();
    return error
        .filter(said -> ERROR.matcher(said).matches())
        .map(said -> ENDS.contains(said) ? new Reply.Refused(said) : unclear(answer, " " + said))
        .orElseGet(() -> unclear(answer, ""));
  }

  private static Reply unclear(Answer answer, String error) {
    return new Reply.Unclear(
        "The authorization server answered with HTTP status %d%s."
            .formatted(answer.status(), error));
  }

  private static Reply tokens(JsonNode said) {
    String access = Json.text(said, "access_token").orElse("");
    String type = Json.text(said, "token_type").orElse("");
    if (!type.equalsIgnoreCase("bearer") || ServerSyntax.faultOfCredential(access).isPresent()) {
      return new Reply.Unclear("The authorization server gave no bearer token that can be sent.");
    }
    JsonNode life = said.path("expires_in");
    return new Reply.Tokens(
        access,
        Json.text(said, "refresh_token"),
        life.isNumber() || life.isString()
            ? Optional.of(Duration.ofSeconds(Math.clamp(life.asLong(0), 0L, 31_536_000L)))
            : Optional.empty(),
        Json.text(said, "scope"));
  }

  static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
