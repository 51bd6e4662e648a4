package ai.preloop.activities.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.Digests;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.oauth.Attempts.Attempt;
import ai.preloop.activities.oauth.Attempts.Content;
import ai.preloop.activities.oauth.Grants.Asked;
import ai.preloop.activities.oauth.TokenEndpoint.Reply;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends people to authorization servers, and takes in what they come back with (OAuth 2.1, the code
 * flow with PKCE).
 */
public final class Authorizations {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<String> UNGRANTED = Set.of("invalid_scope", "access_denied");

  private final OAuthClients clients;
  private final TokenEndpoint endpoint;
  private final Attempts attempts;
  private final Grants grants;
  private final WantedScopes wanted;

  Authorizations(
      OAuthClients clients,
      TokenEndpoint endpoint,
      Attempts attempts,
      Grants grants,
      WantedScopes wanted) {
    this.clients = clients;
    this.endpoint = endpoint;
    this.attempts = attempts;
    this.grants = grants;
    this.wanted = wanted;
  }

  /** Where a person goes, and until when; no address where nobody needs to go anywhere. */
  public record Begun(Optional<URI> address, Optional<Instant> expiresAt) {}

  /** What an authorization server sends somebody back with (RFC 6749, 4.1.2; RFC 9207). */
  public record Return(
      String state, @Nullable String code, @Nullable String issuer, @Nullable String error) {

    @Override
    public String toString() {
      return "Return[hidden]";
    }
  }

  /** Who is on the way to which server's grant; {@code user} began it. */
  public record Waiting(AccountId account, UUID server, UUID user) {}

  public Begun begin(Principal principal, OAuthServer server, URI callback) {
    OAuthClient client = clients.prepare(server, callback, principal.who());
    UUID user = server.settings().isPerPerson() ? principal.user().value() : null;
    Optional<String> scope =
        wanted.asked(new GrantKey(server, user), client.scope(server.settings()));
    return server.settings().isUnattended()
        ? granted(server, new Asked(client, scope, principal.who()))
        : sent(principal, server, client, scope);
  }

  private Begun granted(OAuthServer server, Asked as) {
    Reply reply =
        endpoint.ask(server, as.client(), Grants.unattended(server.settings(), as.scope()));
    keep(new GrantKey(server, null), as, reply);
    return new Begun(Optional.empty(), Optional.empty());
  }

  private Begun sent(
      Principal principal, OAuthServer server, OAuthClient client, Optional<String> scope) {
    String state = random();
    String verifier = random();
    Content content =
        new Content(
            verifier,
            client.server().issuer(),
            client.id(),
            client.callback(),
            principal.name(),
            scope.orElse(null));
    Instant until =
        attempts.keep(
            state, new Attempt(server.account(), server.id(), principal.user().value(), content));
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client.id());
    query.put("redirect_uri", client.callback());
    scope.ifPresent(asked -> query.put("scope", asked));
    query.put("state", state);
    query.put("code_challenge", base64(Digests.sha256(verifier.getBytes(UTF_8))));
    query.put("code_challenge_method", "S256");
    query.put("resource", client.resource(server));
    return new Begun(Optional.of(address(client, query)), Optional.of(until));
  }

  private static URI address(OAuthClient client, Map<String, String> query) {
    URI endpoint = Objects.requireNonNull(client.server().authorizationEndpoint());
    String parting = endpoint.getRawQuery() == null ? "?" : "&";
    return URI.create(endpoint + parting + TokenEndpoint.query(query));
  }

  /** Whose way it was; NOT_FOUND when nobody is waited for with this state. */
  public Waiting waiting(String state) {
    Attempt attempt = attempts.find(state);
    return new Waiting(attempt.account(), attempt.server(), attempt.user());
  }

  /** Takes the grant in, once, whatever comes of it. */
  public void complete(OAuthServer server, Return back) {
    Attempt attempt = attempts.take(back.state());
    OAuthClient client = clients.find(server).orElseThrow(Authorizations::changed);
    requireIssuer(attempt, client, back.issuer());
    UUID user = server.settings().isPerPerson() ? attempt.user() : null;
    GrantKey key = new GrantKey(server, user);
    if (back.error() != null || back.code() == null) {
      String why = back.error() == null ? "it sent no code" : word(back.error());
      throw refused(key, why, "The authorization server granted nothing: %s.".formatted(why));
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", back.code());
    form.put("redirect_uri", attempt.content().callback());
    form.put("code_verifier", attempt.content().verifier());
    keep(
        key,
        new Asked(
            client,
            Optional.ofNullable(attempt.content().scope()),
            new Who("user", attempt.user(), attempt.content().by())),
        endpoint.ask(server, client, form));
  }

  /** Before a code goes anywhere (RFC 9207, section 2.4): another issuer's is not for this one. */
  private static void requireIssuer(Attempt attempt, OAuthClient client, @Nullable String issuer) {
    String expected = attempt.content().issuer();
    if (!expected.equals(client.server().issuer())
        || !client.id().equals(attempt.content().client())) {
      throw changed();
    }
    boolean right = issuer == null ? !client.server().namesItself() : issuer.equals(expected);
    if (!right) {
      throw Discovery.failed(
          "The answer does not come from the authorization server that was asked, %s."
              .formatted(expected));
    }
  }

  private void keep(GrantKey key, Asked as, Reply reply) {
    switch (reply) {
      case Reply.Tokens tokens -> grants.keep(key, as, tokens);
      case Reply.Refused(String error) -> {
        if (error.equals(Grants.UNKNOWN_CLIENT)) {
          clients.forget(key.server());
        }
        throw refused(key, error, "The authorization server gave no token: %s.".formatted(error));
      }
      case Reply.Unclear(String sentence) -> throw Discovery.failed(sentence);
    }
  }

  /** RFC 6749, 4.1.2.1: whoever comes again would be refused for the same scopes. */
  private ProblemException refused(GrantKey key, String error, String sentence) {
    return Discovery.failed(
        UNGRANTED.contains(error)
            ? wanted.drop(key).map(dropped -> sentence + " " + dropped).orElse(sentence)
            : sentence);
  }

  /** Gives a grant up; false where there is none. */
  public boolean revoke(GrantKey key, Who by) {
    return grants.revoke(key, by);
  }

  private static ProblemException changed() {
    return Discovery.failed("The server was changed meanwhile: begin again.");
  }

  private static String word(String error) {
    return error.matches("[a-z_]{1,64}") ? error : "an error that cannot be read";
  }

  private static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return base64(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
