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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
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
    OAuthClient client =
        before
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
            .orElseGet(() -> made(server, found, callback, by));
    keep(server, client);
    return client;
  }

  private static boolean isOf(OAuthClient known, OAuthSettings settings, URI callback) {
    return settings.clientId() == null
        ? known.callback().equals(callback.toString())
        : known.id().equals(settings.clientId());
  }

  /** What was prepared last. */
  Optional<OAuthClient> find(OAuthServer server) {
    return database
        .inAccount(
            server.account(),
            jdbc ->
                jdbc.sql("select client from oauth_clients where account_id = ? and server_id = ?")
                    .params(server.account().value(), server.id())
                    .query(String.class)
                    .optional())
        .map(json -> JsonMapper.shared().readValue(json, OAuthClient.class));
  }

  private OAuthClient made(OAuthServer server, Discovery.Found found, URI callback, Who by) {
    String configured = server.settings().clientId();
    return configured == null
        ? registered(server, found, callback, by)
        : new OAuthClient(
            found.server(),
            configured,
            server.secretName() == null ? OAuthClient.NONE : withSecret(found.server()),
            server.secretName(),
            found.scopes(),
            callback.toString());
  }

  private static String withSecret(AuthorizationServer server) {
    return server.authenticationMethods().contains(OAuthClient.BASIC)
        ? OAuthClient.BASIC
        : OAuthClient.POST;
  }

  private OAuthClient registered(OAuthServer server, Discovery.Found found, URI callback, Who by) {
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
    return kept(
        server, found, new Registered(Json.object(answer.body(), "registration"), callback), by);
  }

  private record Registered(JsonNode answer, URI callback) {}

  private OAuthClient kept(
      OAuthServer server, Discovery.Found found, Registered registered, Who by) {
    JsonNode registration = registered.answer();
    String id =
        Json.text(registration, "client_id")
            .orElseThrow(() -> Discovery.failed("The registration has no client_id."));
    Optional<String> secret = Json.text(registration, "client_secret");
    String name = secret.isPresent() ? server.secrets() + "client" : null;
    secret.ifPresent(value -> keepSecret(server, found.server(), value, by));
    String method =
        Json.text(registration, "token_endpoint_auth_method")
            .orElse(secret.isPresent() ? withSecret(found.server()) : OAuthClient.NONE);
    return new OAuthClient(
        found.server(), id, method, name, found.scopes(), registered.callback().toString());
  }

  private void keepSecret(OAuthServer server, AuthorizationServer of, String value, Who by) {
    String name = server.secrets() + "client";
    secrets.put(server.account(), name, value, by);
    secrets.rebind(server.account(), name, Origin.of(of.tokenEndpoint()), by);
  }

  private static byte[] registration(OAuthServer server, AuthorizationServer at, URI callback) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("client_name", "Preloop");
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

  /** The next who authorises it registers anew. */
  void forget(OAuthServer server) {
    database.doInAccount(
        server.account(),
        jdbc ->
            jdbc.sql("delete from oauth_clients where account_id = ? and server_id = ?")
                .params(server.account().value(), server.id())
                .update());
  }

  private void keep(OAuthServer server, OAuthClient client) {
    database.doInAccount(server.account(), jdbc -> write(jdbc, server, client));
  }

  private static void write(JdbcClient jdbc, OAuthServer server, OAuthClient client) {
    jdbc.sql(
            """
            insert into oauth_clients (server_id, account_id, client)
            values (:server, :account, cast(:client as jsonb))
            on conflict (server_id) do update set client = excluded.client
            """)
        .param("server", server.id())
        .param("account", server.account().value())
        .param("client", JsonMapper.shared().writeValueAsString(client))
        .update();
  }
}
