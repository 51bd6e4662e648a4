package ai.preloop.activities.servers;

import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.oauth.OAuthServer;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the credentials that were given for a server, each for as long as it is that server's. */
final class ServerSecrets {

  private final SecretStore secrets;

  ServerSecrets(SecretStore secrets) {
    this.secrets = secrets;
  }

  /** The name under which the credential is kept; a value that was given goes into the store. */
  @Nullable String keep(Principal principal, UUID id, ServerSpec spec) {
    keepKey(principal, id, spec);
    String value = spec.auth().credential();
    if (value == null) {
      return spec.auth().secretName();
    }
    String name = ownSecret(id);
    Who by = principal.who();
    if (spec.auth().isOAuth()) {
      // What a token of before was bound to is not where a client's secret goes.
      secrets.delete(principal.account(), name, by);
    }
    secrets.put(principal.account(), name, value, by);
    if (!spec.auth().isOAuth()) {
      secrets.rebind(principal.account(), name, Origin.of(URI.create(spec.url())), by);
    }
    return name;
  }

  /** The key of our certificate, for this server and no other. */
  private void keepKey(Principal principal, UUID id, ServerSpec spec) {
    ServerSpec.Connection way = spec.connection();
    if (way == null || way.certificate() == null) {
      secrets.delete(principal.account(), ownKey(id), principal.who());
    } else if (way.key() != null) {
      secrets.put(principal.account(), ownKey(id), way.key(), principal.who());
      secrets.rebind(
          principal.account(), ownKey(id), Origin.of(URI.create(spec.url())), principal.who());
    }
  }

  /** The same for a server that was there: what was made for it and is not used any more goes. */
  @Nullable String keep(Principal principal, McpServer before, ServerSpec spec) {
    String own = ownSecret(before.id());
    String kept = keep(principal, before.id(), spec);
    if (own.equals(before.registration().secretName()) && !own.equals(kept)) {
      forget(principal, before.id());
    }
    return kept;
  }

  /** A secret that was made for this server goes with it; one that was only named stays. */
  void forget(Principal principal, UUID server) {
    secrets.delete(principal.account(), ownSecret(server), principal.who());
  }

  void forgetKey(Principal principal, UUID server) {
    secrets.delete(principal.account(), ownKey(server), principal.who());
  }

  /** What authorization servers gave for it is no good any more. */
  void forgetGrants(Principal principal, UUID server) {
    String begin = OAuthServer.secrets(server);
    secrets.names(principal.account()).stream()
        .filter(name -> name.startsWith(begin))
        .forEach(name -> secrets.delete(principal.account(), name, principal.who()));
  }

  static String ownKey(UUID server) {
    return ownSecret(server) + "/key";
  }

  private static String ownSecret(UUID server) {
    return "mcp-server/" + server;
  }
}
