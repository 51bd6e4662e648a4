package ai.preloop.activities.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.WebDocuments.Answer;
import ai.preloop.activities.upstream.WebDocuments.Content;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What authorization servers know Preloop as: configured, or registered there (RFC 7591). */
final class OAuthClients {

  private final Database database;
  private final SecretStore secrets;
  private final UpstreamClient upstream;

  OAuthClients(Database database, SecretStore secrets, UpstreamClient upstream) {
    this.database = database;
    this.secrets = secrets;
    this.upstream = upstream;
  }

  /** Looks for the authorization server as it is now, and registers where it is another one. */
  OAuthClient prepare(OAuthServer server, URI callback, Who by) {
    Discovery.Found found = new Discovery(upstream.documents(server.reach())).find(server);
    Optional<OAuthClient> before = find(server);
    return before
        .filter(known -> known.server().issuer().equals(found.server().issuer()))
        .filter(known -> isOf(known, server.settings(), callback))
        .map(known ->
            new OAuthClient(
                found.server(),
                known.id(),
                known.method(),
                known.secretName(),
                found.scopes(),
                callback.toString()))
        .map(known -> updated(server, known))
        .orElseGet(() -> settled(server, before, made(server, found, callback), by));
  }

  private static boolean isOf(OAuthClient known, OAuthSettings settings, URI callback) {
    return settings.clientId() == null
        ? known.callback().equals(callback.toString())
        : known.id().equals(settings.clientId());
  }

  /** What was prepared last. */
  Optional<OAuthClient> find(OAuthServer server) {
    return database.inAccount(server.account(), jdbc -> new OAuthClientRows(jdbc, server).find());
  }

  /** A client, and the secret that came with it. */
  private record Made(OAuthClient client, Optional<String> secret) {

    @Override
    public String toString() {
      return "Made[" + client.id() + "]";
    }
  }

  private Made made(OAuthServer server, Discovery.Found found, URI callback) {
    String configured = server.settings().clientId();
    return configured == null
        ? registered(server, found, callback)
        : new Made(
            new OAuthClient(
                found.server(),
                configured,
                server.secretName() == null ? OAuthClient.NONE : withSecret(found.server()),
                server.secretName(),
                found.scopes(),
                callback.toString()),
            Optional.empty());
  }

  private static String withSecret(AuthorizationServer server) {
    return server.authenticationMethods().contains(OAuthClient.BASIC)
        ? OAuthClient.BASIC
        : OAuthClient.POST;
  }

  private Made registered(OAuthServer server, Discovery.Found found, URI callback) {
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
        new OAuthClient(found.server(), id, method, name, found.scopes(), callback.toString()),
        secret);
  }

  private void keepSecret(OAuthServer server, AuthorizationServer of, String value, Who by) {
    String name = server.secrets() + "client";
    secrets.put(server.account(), name, value, by);
    secrets.rebind(server.account(), name, Origin.of(of.tokenEndpoint()), by);
  }

  private static byte[] registration(OAuthServer server, AuthorizationServer at, URI callback) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("client_name", "Preloop");
    asked.put("application_type", isOnThisMachine(callback) ? "native" : "web");
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

  /** Who sends people back to loopback is native (OpenID Connect Registration 1.0, section 2). */
  private static boolean isOnThisMachine(URI callback) {
    String host = Objects.requireNonNullElse(callback.getHost(), "").toLowerCase(Locale.ROOT);
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }

  /** A secret is worth having: it makes a refresh token useless to whoever else gets it. */
  private static String preferred(List<String> methods) {
    return List.of(OAuthClient.BASIC, OAuthClient.POST, OAuthClient.NONE).stream()
        .filter(methods::contains)
        .findFirst()
        .orElse(OAuthClient.NONE);
  }

  /** The next who authorises it registers anew. */
  void forget(OAuthServer server) {
    database.doInAccount(server.account(), jdbc -> new OAuthClientRows(jdbc, server).forget());
  }

  /** The same client, which may be asked elsewhere now. */
  private OAuthClient updated(OAuthServer server, OAuthClient client) {
    database.doInAccount(
        server.account(), jdbc -> new OAuthClientRows(jdbc, server).update(client));
    return client;
  }

  /** Of two who come at once the first is kept, with the secret that is its own. */
  private OAuthClient settled(OAuthServer server, Optional<OAuthClient> before, Made made, Who by) {
    return database.inAccount(
        server.account(),
        jdbc -> {
          OAuthClientRows rows = new OAuthClientRows(jdbc, server);
          before.ifPresent(rows::delete);
          if (rows.insert(made.client())) {
            made.secret().ifPresent(value -> keepSecret(server, made.client().server(), value, by));
          }
          return rows.find().orElse(made.client());
        });
  }
}
