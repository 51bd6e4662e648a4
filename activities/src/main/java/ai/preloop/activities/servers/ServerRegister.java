package ai.preloop.activities.servers;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.servers.McpServer.Finding;
import ai.preloop.activities.servers.McpServer.Registration;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The rows of servers with their credentials; each change of them leaves its record. */
final class ServerRegister {

  private final ServerRepository rows;
  private final ServerSecrets secrets;
  private final Audit audit;
  private final InstantSource clock;

  ServerRegister(ServerRepository rows, ServerSecrets secrets, Audit audit, InstantSource clock) {
    this.rows = rows;
    this.secrets = secrets;
    this.audit = audit;
    this.clock = clock;
  }

  /** What a server is to be, and whose it is: a document's of the policy, or made by hand. */
  record Entered(ServerSpec spec, String owner) {}

  List<McpServer> all(AccountId account) {
    return rows.findByAccountIdOrderByCreatedAtAscIdAsc(account.value());
  }

  Optional<McpServer> find(AccountId account, UUID id) {
    return rows.findByAccountIdAndId(account.value(), id);
  }

  McpServer add(Principal principal, Entered entered) {
    UUID id = Ids.next();
    String secret = secrets.keep(principal, id, entered.spec().complete());
    McpServer saved =
        rows.save(
            new McpServer(
                id,
                principal.account().value(),
                Registration.of(entered.spec(), secret),
                entered.owner(),
                Finding.NONE,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null));
    record(principal, "server.created", saved, Map.of());
    return saved;
  }

  McpServer change(JdbcClient jdbc, Principal principal, McpServer before, Entered entered) {
    UpstreamSessionRows.forget(jdbc, principal.account(), before.id());
    ServerSpec next = entered.spec().keeping(before).complete();
    // Before the secrets: whoever renews a token has its grant first, and then these.
    if (!before.isSignedInToAs(next)) {
      forgetGrants(jdbc, principal, before);
    }
    String secret = secrets.keep(principal, before, next);
    return rows.save(current(before).changedTo(next, secret).ownedBy(entered.owner()));
  }

  /** It is reached otherwise from now on, so that what was heard of it says nothing any more. */
  void unask(McpServer server) {
    rows.save(current(server).unasked());
  }

  /**
   * The row as scans have left it meanwhile, for this transaction alone; where a person has changed
   * it, it stays as it was read, and its version tells.
   */
  private McpServer current(McpServer read) {
    return rows.findLockedByAccountIdAndId(read.accountId(), read.id())
        .filter(read::isRegisteredAs)
        .orElse(read);
  }

  void remove(Principal principal, McpServer server) {
    rows.delete(current(server));
    secrets.forget(principal, server.id());
    secrets.forgetKey(principal, server.id());
    secrets.forgetGrants(principal, server.id());
  }

  private void forgetGrants(JdbcClient jdbc, Principal principal, McpServer server) {
    for (String table : List.of("oauth_attempts", "oauth_grants", "oauth_clients")) {
      jdbc.sql("delete from " + table + " where account_id = ? and server_id = ?")
          .params(principal.account().value(), server.id())
          .update();
    }
    secrets.forgetGrants(principal, server.id());
  }

  void record(Principal principal, String action, McpServer server, Map<String, Object> what) {
    String arguments = what.isEmpty() ? null : JsonMapper.shared().writeValueAsString(what);
    audit.change(
        AuditRecord.of(
            principal.account(),
            principal.who(),
            new What(action, server.name(), null, arguments)));
  }
}
