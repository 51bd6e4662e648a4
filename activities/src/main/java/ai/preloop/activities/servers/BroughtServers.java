package ai.preloop.activities.servers;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Turn;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.oauth.OAuthSettings;
import ai.preloop.activities.oauth.OAuthSettings.Kind;
import ai.preloop.activities.oauth.OAuthSettings.Whose;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.servers.ServerRegister.Entered;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.OwnedEntry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.reading.HeldCredential;
import ai.preloop.workflows.identity.AccountId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The servers that documents of the policy bring: their rows follow the version in force. */
public final class BroughtServers {

  private final Database database;
  private final ServerRegister register;
  private final SecretStore secrets;

  BroughtServers(Database database, ServerRegister register, SecretStore secrets) {
    this.database = database;
    this.register = register;
    this.secrets = secrets;
  }

  /**
   * Waits, before anything is written, for whoever has the names or a server at the moment: each of
   * them takes the account's revision after these, and so does a version.
   */
  public static void await(JdbcClient jdbc, AccountId account) {
    Turn.await(jdbc, ServerNaming.turn(account));
    jdbc.sql("select id from mcp_servers where account_id = ? order by id for update")
        .param(account.value())
        .query(UUID.class)
        .list();
  }

  /** Keeps a credential as a secret; false where that has the value already. */
  public boolean keep(Principal principal, HeldCredential held) {
    AccountId account = principal.account();
    Optional<Origin> origin =
        Optional.of(held.origin()).filter(said -> !said.isEmpty()).map(Origin::new);
    boolean isOfAnotherSignIn =
        origin.isEmpty()
            && signedInWith(principal, held.secret())
                .anyMatch(row -> !row.registration().authType().equals(ServerSpec.Auth.OAUTH));
    if (!isOfAnotherSignIn && secrets.holds(account, held.secret(), origin, held.value())) {
      return false;
    }
    requireWriter(principal);
    if (origin.isEmpty()) {
      // What was kept there before is bound to where it was sent.
      secrets.delete(account, held.secret(), principal.who());
    }
    secrets.put(account, held.secret(), held.value(), principal.who());
    origin.ifPresent(only -> secrets.rebind(account, held.secret(), only, principal.who()));
    signedInWith(principal, held.secret()).forEach(register::unask);
    return true;
  }

  private Stream<McpServer> signedInWith(Principal principal, String secret) {
    return register.all(principal.account()).stream()
        .filter(row -> secret.equals(row.registration().secretName()));
  }

  /** Those of these owners that did not say yet what tools they have, reached as they are now. */
  public List<McpServer> unasked(AccountId account, Set<String> owners) {
    return database.inAccount(account, jdbc -> register.all(account)).stream()
        .filter(row -> row.isBrought() && owners.contains(row.owner()) && !row.finding().isActive())
        .toList();
  }

  /** What {@link #follow} would refuse; whether somebody may do it is not looked at. */
  public void check(Principal principal, AccountPolicy next, Insistence insistence) {
    Map<String, Entered> wanted = wanted(next);
    for (McpServer row : register.all(principal.account())) {
      Entered entered = wanted.get(row.name());
      if (entered != null) {
        requireClaim(row, entered, insistence);
      } else if (row.isBrought()) {
        left(principal, row, next, insistence);
      }
    }
  }

  /** Makes the rows what the version says that takes force in this transaction. */
  public void follow(
      JdbcClient jdbc, Principal principal, AccountPolicy next, Insistence insistence) {
    Map<String, Entered> wanted = wanted(next);
    Map<String, McpServer> there = new LinkedHashMap<>();
    register.all(principal.account()).forEach(row -> there.put(row.name(), row));
    for (McpServer row : there.values()) {
      if (row.isBrought() && !wanted.containsKey(row.name())) {
        remove(principal, row, left(principal, row, next, insistence));
      }
    }
    wanted.forEach((name, entered) ->
        enter(new Arrival(jdbc, principal, insistence), there.get(name), entered));
  }

  private static Map<String, Entered> wanted(AccountPolicy policy) {
    Map<String, Entered> wanted = new LinkedHashMap<>();
    policy
        .documents()
        .forEach(document ->
            document
                .document()
                .mcpServers()
                .forEach(
                    entry -> wanted.put(entry.name(), new Entered(spec(entry), document.owner()))));
    return wanted;
  }

  private static ServerSpec spec(McpServerEntry entry) {
    return new ServerSpec(
        entry.name(),
        entry.url(),
        entry.transport(),
        entry.trusted(),
        new ServerSpec.Auth(
            entry.authType(),
            entry.header().orElse(null),
            null,
            entry.secret().orElse(null),
            entry.isOAuth() ? oauth(entry) : null),
        null,
        entry.maxConcurrency());
  }

  private static OAuthSettings oauth(McpServerEntry entry) {
    return new OAuthSettings(
        entry.clientId().orElse(null),
        entry.scope().orElse(null),
        entry.isPerUser() ? Whose.PERSON : Whose.ACCOUNT,
        entry.isUnattended() ? Kind.CLIENT_CREDENTIALS : Kind.AUTHORIZATION_CODE);
  }

  /** Who brings a server, and how. */
  private record Arrival(JdbcClient jdbc, Principal principal, Insistence insistence) {}

  private void enter(Arrival arrival, @Nullable McpServer before, Entered entered) {
    Principal principal = arrival.principal();
    if (before != null && before.isAs(entered.spec()) && before.owner().equals(entered.owner())) {
      return;
    }
    requireWriter(principal);
    requireBound(principal, entered.spec().auth().secretName());
    if (before == null) {
      register.add(principal, entered);
      return;
    }
    requireClaim(before, entered, arrival.insistence());
    McpServer saved = register.change(arrival.jdbc(), principal, before, entered);
    register.record(
        principal,
        "server.changed",
        saved,
        Map.of("owner", entered.owner(), "owner_before", before.owner()));
  }

  /**
   * Where a secret may be sent is decided by its first use: that is no right of who writes rules.
   */
  private void requireBound(Principal principal, @Nullable String secret) {
    boolean bound =
        secret == null
            || secrets.kept(principal.account()).stream()
                .anyMatch(each -> each.name().equals(secret) && each.origin().isPresent());
    if (!bound && !principal.may(Scope.ACCOUNT_ADMIN)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "The secret %s is bound to no server yet: somebody with the scope %s binds it first, or applies this document."
              .formatted(secret, Scope.ACCOUNT_ADMIN));
    }
  }

  /** What was made by hand may have come since the document was read. */
  private static void requireClaim(McpServer before, Entered entered, Insistence insistence) {
    if (!before.isBrought() && insistence == Insistence.NONE) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The server `%s` was made by hand; `%s` cannot claim it, unless with force."
              .formatted(before.name(), entered.owner()));
    }
  }

  private void remove(Principal principal, McpServer row, List<OwnedEntry> left) {
    requireWriter(principal);
    register.remove(principal, row);
    register.record(principal, "server.removed", row, Servers.unmatched(left));
  }

  /** The entries of other owners that fit nothing without the server; CONFLICT if not meant. */
  private static List<OwnedEntry> left(
      Principal principal, McpServer row, AccountPolicy next, Insistence insistence) {
    List<OwnedEntry> entries =
        next.naming(row.name()).stream()
            .filter(entry -> !entry.owner().equals(row.owner()))
            .toList();
    return ServerNaming.released(principal, row.name(), entries, insistence);
  }

  /** What one owner may write does not reach as far as to where agents' calls are sent. */
  private static void requireWriter(Principal principal) {
    if (!principal.may(Scope.POLICY_WRITE) && !principal.may(Scope.ACCOUNT_ADMIN)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "The document changes what MCP servers there are: that needs the scope %s, or %s for all owners."
              .formatted(Scope.ACCOUNT_ADMIN, Scope.POLICY_WRITE));
    }
  }
}
