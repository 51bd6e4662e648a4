package ai.preloop.activities.servers;

import ai.preloop.activities.database.Turn;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.servers.ServerRegister.Entered;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.OwnedEntry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.reading.HeldCredential;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The servers that documents of the policy bring: their rows follow the version in force. */
public final class BroughtServers {

  private final ServerRegister register;
  private final SecretStore secrets;

  BroughtServers(ServerRegister register, SecretStore secrets) {
    this.register = register;
    this.secrets = secrets;
  }

  /** Keeps a credential as a secret; false where that has the value already. */
  public boolean keep(Principal principal, HeldCredential held) {
    Origin origin = new Origin(held.origin());
    if (secrets.holds(principal.account(), held.secret(), origin, held.value())) {
      return false;
    }
    requireWriter(principal);
    secrets.put(principal.account(), held.secret(), held.value(), principal.who());
    secrets.rebind(principal.account(), held.secret(), origin, principal.who());
    return true;
  }

  /**
   * Makes the rows what the version says that takes force in this transaction; answers the servers
   * that nobody has asked for their tools since they are reached so.
   */
  public List<McpServer> follow(
      JdbcClient jdbc, Principal principal, AccountPolicy next, Insistence insistence) {
    Turn.await(jdbc, ServerNaming.turn(principal.account()));
    Map<String, Entered> wanted = wanted(next);
    Map<String, McpServer> there = new LinkedHashMap<>();
    register.all(principal.account()).forEach(row -> there.put(row.name(), row));
    for (McpServer row : there.values()) {
      if (row.isBrought() && !wanted.containsKey(row.name())) {
        remove(principal, row, left(principal, row, next, insistence));
      }
    }
    List<McpServer> unasked = new ArrayList<>();
    wanted.forEach((name, entered) ->
        enter(new Arrival(jdbc, principal, insistence), there.get(name), entered)
            .ifPresent(unasked::add));
    return unasked;
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
            entry.authType(), entry.header().orElse(null), null, entry.secret().orElse(null)));
  }

  /** Who brings a server, and how. */
  private record Arrival(JdbcClient jdbc, Principal principal, Insistence insistence) {}

  /** The row where it is another since, and is to be asked for its tools. */
  private Optional<McpServer> enter(Arrival arrival, @Nullable McpServer before, Entered entered) {
    Principal principal = arrival.principal();
    if (before == null) {
      requireWriter(principal);
      return Optional.of(register.add(principal, entered));
    }
    if (before.isAs(entered.spec()) && before.owner().equals(entered.owner())) {
      return Optional.empty();
    }
    requireWriter(principal);
    requireClaim(before, entered, arrival.insistence());
    McpServer saved = register.change(arrival.jdbc(), principal, before, entered);
    register.record(
        principal,
        "server.changed",
        saved,
        Map.of("owner", entered.owner(), "owner_before", before.owner()));
    return Optional.of(saved).filter(row -> row.finding().isUnasked());
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
