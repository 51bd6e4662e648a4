package ai.preloop.activities.oauth;

import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.oauth.TokenEndpoint.Reply;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tokens of grants in the secret store, each bound to where it is sent. */
record GrantSecrets(SecretStore secrets) {

  private static final Logger LOG = LoggerFactory.getLogger(GrantSecrets.class);

  /** The token for the server; empty where it is gone or another server's. */
  Optional<String> access(GrantKey key) {
    return kept(key, key.accessName(), Origin.of(key.server().url()));
  }

  /** The token for more tokens; empty where it is gone or another authorization server's. */
  Optional<String> refresh(GrantKey key, OAuthClient client) {
    return kept(key, key.refreshName(), granting(client));
  }

  private Optional<String> kept(GrantKey key, String name, Origin origin) {
    try {
      return Optional.of(secrets.get(key.server().account(), name, origin));
    } catch (ProblemException e) {
      if (e.type() != ProblemType.NOT_FOUND && e.type() != ProblemType.FORBIDDEN) {
        throw e;
      }
      LOG.info("A token of a grant is not there to be used", e);
      return Optional.empty();
    }
  }

  void keep(GrantKey key, OAuthClient client, Reply.Tokens tokens, Who by) {
    put(key, new Named(key.accessName(), tokens.access()), Origin.of(key.server().url()), by);
    tokens
        .refresh()
        .ifPresent(token -> put(key, new Named(key.refreshName(), token), granting(client), by));
  }

  private record Named(String name, String value) {

    @Override
    public String toString() {
      return "Named[" + name + "]";
    }
  }

  private void put(GrantKey key, Named secret, Origin origin, Who by) {
    secrets.put(key.server().account(), secret.name(), secret.value(), by);
    secrets.rebind(key.server().account(), secret.name(), origin, by);
  }

  void delete(GrantKey key, Who by) {
    secrets.delete(key.server().account(), key.accessName(), by);
    secrets.delete(key.server().account(), key.refreshName(), by);
  }

  private static Origin granting(OAuthClient client) {
    return Origin.of(client.server().tokenEndpoint());
  }
}
