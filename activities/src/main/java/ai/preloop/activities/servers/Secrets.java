package ai.preloop.activities.servers;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.oauth.OAuthServer;
import ai.preloop.activities.secrets.KeptSecret;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.secrets.SecretUse;
import ai.preloop.policies.documents.ServerSyntax;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets people keep credentials under names of their own, for servers to be registered with. A name
 * with a slash is the product's: it is listed, rebound and deleted, and not given by hand.
 */
public final class Secrets {

  private final Database database;
  private final SecretStore store;
  private final ServerRepository servers;
  private final List<SecretUse> uses;

  Secrets(Database database, SecretStore store, ServerRepository servers, List<SecretUse> uses) {
    this.database = database;
    this.store = store;
    this.servers = servers;
    this.uses = List.copyOf(uses);
  }

  /** By name, without values. */
  public List<KeptSecret> list(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return store.kept(principal.account());
  }

  /** Stores or replaces a value; without a URL it stays bound as it is. */
  public KeptSecret put(
      Principal principal, String name, @Nullable String value, @Nullable String url) {
    principal.require(Scope.ACCOUNT_ADMIN);
    if (name.contains("/")) {
      throw unprocessable("Names with a slash are Preloop's own: choose one without.");
    }
    if (value == null) {
      throw unprocessable("A secret has a value.");
    }
    ServerSyntax.faultOfCredential(value)
        .ifPresent(fault -> {
          throw unprocessable(fault);
        });
    return database.inAccount(
        principal.account(),
        jdbc -> {
          store.put(principal.account(), name, value, principal.who());
          return url == null ? kept(principal, name) : rebind(principal, name, url);
        });
  }

  /** Binds to the origin of another URL; NOT_FOUND when there is no such secret. */
  public KeptSecret rebind(Principal principal, @Nullable String name, @Nullable String url) {
    principal.require(Scope.ACCOUNT_ADMIN);
    if (name == null || url == null) {
      throw unprocessable("A secret has a name, and url says what it is bound to.");
    }
    requireNoSignIn(name);
    Origin origin = origin(url);
    return database.inAccount(
        principal.account(),
        jdbc -> {
          store.rebind(principal.account(), name, origin, principal.who());
          return kept(principal, name);
        });
  }

  /** CONFLICT, with their names, while servers or models are authenticated to with it. */
  public void delete(Principal principal, String name) {
    principal.require(Scope.ACCOUNT_ADMIN);
    requireNoSignIn(name);
    database.doInAccount(
        principal.account(),
        jdbc -> {
          requireUnused(principal, name);
          if (!store.delete(principal.account(), name, principal.who())) {
            throw unknown(name);
          }
        });
  }

  /** What a person's sign-in gave goes to its server and to no other place, whoever asks. */
  private static void requireNoSignIn(String name) {
    if (name.startsWith(OAuthServer.SECRETS)) {
      throw unprocessable(
          "The secret %s is of a sign-in by OAuth: authorise the server anew, or revoke that."
              .formatted(name));
    }
  }

  private void requireUnused(Principal principal, String name) {
    List<String> users =
        servers
            .findByAccountIdAndRegistrationSecretNameOrderByRegistrationName(
                principal.account().value(), name)
            .stream()
            .map(McpServer::name)
            .toList();
    if (!users.isEmpty()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The secret %s is how Preloop is known to %s: give that another credential first."
              .formatted(name, String.join(", ", users)),
          Map.of("servers", users));
    }
    requireUnusedElsewhere(principal, name);
  }

  private void requireUnusedElsewhere(Principal principal, String name) {
    List<String> users =
        uses.stream().flatMap(use -> use.users(principal.account(), name).stream()).toList();
    if (!users.isEmpty()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The secret %s is the key of %s: give that another one first."
              .formatted(name, String.join(", ", users)));
    }
  }

  private KeptSecret kept(Principal principal, String name) {
    return store.kept(principal.account()).stream()
        .filter(secret -> secret.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static Origin origin(String url) {
    try {
      URI parsed = URI.create(url);
      AddressRules.checkUrl(parsed);
      return Origin.of(parsed);
    } catch (IllegalArgumentException e) {
      throw unprocessable("The url is not one that can be read.");
    }
  }

  private static ProblemException unknown(String name) {
    return new ProblemException(
        ProblemType.NOT_FOUND, "There is no secret named %s.".formatted(name));
  }
}
