package ai.preloop.activities.oauth;

import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.oauth.Registration.Made;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.upstream.UpstreamClient;
import java.net.URI;
import java.util.Optional;

/** What authorization servers know Preloop as: configured, by its metadata, or registered. */
final class OAuthClients {

  private final Database database;
  private final SecretStore secrets;
  private final UpstreamClient upstream;
  private final ClientMetadata own;

  OAuthClients(
      Database database, SecretStore secrets, UpstreamClient upstream, ClientMetadata own) {
    this.database = database;
    this.secrets = secrets;
    this.upstream = upstream;
    this.own = own;
  }

  /** Looks for the authorization server as it is now, and registers where it is another one. */
  OAuthClient prepare(OAuthServer server, URI callback, Who by) {
    Discovery.Found found = new Discovery(upstream.documents(server.reach())).find(server);
    Optional<OAuthClient> before = find(server);
    before.ifPresent(known -> requireSame(server, known, found.server()));
    return before
        .filter(known -> known.server().issuer().equals(found.server().issuer()))
        .filter(known -> isOf(known, server, found.server(), callback))
        .map(known ->
            new OAuthClient(
                found.server(),
                known.id(),
                known.method(),
                known.secretName(),
                found.scopes(),
                callback.toString(),
                found.resource()))
        .map(known -> updated(server, known))
        .orElseGet(() -> settled(server, before, made(server, found, callback), by));
  }

  /** Who was registered somewhere by hand is not known elsewhere, and its secret stays there. */
  private static void requireSame(OAuthServer server, OAuthClient known, AuthorizationServer at) {
    if (known.id().equals(server.settings().clientId())
        && !known.server().issuer().equals(at.issuer())) {
      throw Discovery.failed(
          "The server %s names another authorization server now, %s in place of %s, where its client_id was registered: if that is right, remove the server and add it again with the client_id that is known there."
              .formatted(server.name(), at.issuer(), known.server().issuer()));
    }
  }

  /** A registration that works is kept: the refresh tokens of everybody are good with it alone. */
  private boolean isOf(
      OAuthClient known, OAuthServer server, AuthorizationServer at, URI callback) {
    String configured = server.settings().clientId();
    if (configured != null) {
      return known.id().equals(configured);
    }
    return known.callback().equals(callback.toString())
        && (!known.isPublished() || published(server, at).equals(Optional.of(known.id())));
  }

  /** The address of our own metadata, where that is as good as a registration. */
  private Optional<String> published(OAuthServer server, AuthorizationServer at) {
    return server.settings().isUnattended() || !Boolean.TRUE.equals(at.readsClients())
        ? Optional.empty()
        : own.url().map(URI::toString);
  }

  /** What was prepared last. */
  Optional<OAuthClient> find(OAuthServer server) {
    return database.inAccount(server.account(), jdbc -> new OAuthClientRows(jdbc, server).find());
  }

  /** Known by hand, else by our metadata, else registered (MCP, Client Registration Approaches). */
  private Made made(OAuthServer server, Discovery.Found found, URI callback) {
    String configured = server.settings().clientId();
    return configured == null
        ? published(server, found.server())
            .map(id -> new Made(known(id, OAuthClient.NONE, found, callback), Optional.empty()))
            .orElseGet(() -> new Registration(upstream).register(server, found, callback))
        : new Made(
            new OAuthClient(
                found.server(),
                configured,
                server.secretName() == null
                    ? OAuthClient.NONE
                    : Registration.withSecret(found.server()),
                server.secretName(),
                found.scopes(),
                callback.toString(),
                found.resource()),
            Optional.empty());
  }

  private static OAuthClient known(String id, String method, Discovery.Found found, URI callback) {
    return new OAuthClient(
        found.server(), id, method, null, found.scopes(), callback.toString(), found.resource());
  }

  private void keepSecret(OAuthServer server, AuthorizationServer of, String value, Who by) {
    String name = server.secrets() + "client";
    secrets.put(server.account(), name, value, by);
    secrets.rebind(server.account(), name, Origin.of(of.tokenEndpoint()), by);
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
