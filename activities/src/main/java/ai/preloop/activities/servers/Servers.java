package ai.preloop.activities.servers;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.servers.McpServer.Finding;
import ai.preloop.activities.servers.McpServer.Registration;
import ai.preloop.policies.ownership.OwnedEntry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Registers upstream servers, changes them and lets them go; a person with account:admin does. */
public final class Servers {

  private final Database database;
  private final ServerRepository rows;
  private final ServerNaming naming;
  private final ServerSecrets secrets;
  private final Revisions revisions;
  private final Audit audit;
  private final InstantSource clock;

  Servers(
      Database database,
      ServerRepository rows,
      ServerNaming naming,
      ServerSecrets secrets,
      Revisions revisions,
      Audit audit,
      InstantSource clock) {
    this.database = database;
    this.rows = rows;
    this.naming = naming;
    this.secrets = secrets;
    this.revisions = revisions;
    this.audit = audit;
    this.clock = clock;
  }

  /** A server as it is now, and the entries of the policy that lost it. */
  public record Changed(McpServer server, List<OwnedEntry> unmatched) {

    public Changed {
      unmatched = List.copyOf(unmatched);
    }
  }

  public List<McpServer> list(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(
        principal.account(),
        jdbc -> rows.findByAccountIdOrderByCreatedAtAscIdAsc(principal.account().value()));
  }

  public McpServer get(Principal principal, UUID id) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(principal.account(), jdbc -> find(principal, id));
  }

  public McpServer create(Principal principal, ServerSpec spec) {
    principal.require(Scope.ACCOUNT_ADMIN);
    McpServer created =
        database.inAccount(
            principal.account(),
            jdbc -> {
              naming.requireFree(jdbc, principal, spec.name());
              UUID id = Ids.next();
              String secret = secrets.keep(principal, id, spec.complete());
              McpServer saved = rows.save(fresh(principal, id, spec, secret));
              record(principal, "server.created", saved, Map.of());
              return saved;
            });
    revisions.refreshAfterCommit();
    return created;
  }

  /** CONFLICT when it would take a name away that the policy uses, and nobody said so. */
  public Changed update(Principal principal, UUID id, ServerSpec spec, Unmatched unmatched) {
    principal.require(Scope.ACCOUNT_ADMIN);
    Changed updated =
        database.inAccount(
            principal.account(),
            jdbc -> {
              McpServer before = find(principal, id);
              List<OwnedEntry> left = renamed(jdbc, principal, before, spec, unmatched);
              UpstreamSessionRows.forget(jdbc, principal.account(), id);
              ServerSpec next = spec.keeping(before).complete();
              McpServer saved =
                  rows.save(before.changedTo(next, secrets.keep(principal, before, next)));
              record(principal, "server.changed", saved, what(before, saved, left));
              return new Changed(saved, left);
            });
    revisions.refreshAfterCommit();
    return updated;
  }

  /** Answers the entries of the policy that lost their server; CONFLICT as for a change. */
  public List<OwnedEntry> delete(Principal principal, UUID id, Unmatched unmatched) {
    principal.require(Scope.ACCOUNT_ADMIN);
    List<OwnedEntry> left =
        database.inAccount(
            principal.account(),
            jdbc -> {
              McpServer found = find(principal, id);
              List<OwnedEntry> lost = naming.release(jdbc, principal, found.name(), unmatched);
              rows.delete(found);
              secrets.forget(principal, id);
              record(principal, "server.removed", found, what(found, found, lost));
              return lost;
            });
    revisions.refreshAfterCommit();
    return left;
  }

  private McpServer find(Principal principal, UUID id) {
    return rows.findByAccountIdAndId(principal.account().value(), id)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such MCP server."));
  }

  private List<OwnedEntry> renamed(
      JdbcClient jdbc, Principal principal, McpServer before, ServerSpec to, Unmatched unmatched) {
    if (before.name().equals(to.name())) {
      return List.of();
    }
    naming.requireFree(jdbc, principal, to.name());
    return naming.release(jdbc, principal, before.name(), unmatched);
  }

  private McpServer fresh(Principal principal, UUID id, ServerSpec spec, @Nullable String secret) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new McpServer(
        id,
        principal.account().value(),
        Registration.of(spec, secret),
        "console",
        Finding.NONE,
        now,
        null);
  }

  /** Both names of a server that got another one, and the entries that this left alone. */
  private static Map<String, Object> what(
      McpServer before, McpServer after, List<OwnedEntry> unmatched) {
    Map<String, Object> what = new LinkedHashMap<>();
    if (!before.name().equals(after.name())) {
      what.put("name", after.name());
      what.put("name_before", before.name());
    }
    if (!unmatched.isEmpty()) {
      what.put("unmatched_entries", unmatched.stream().map(OwnedEntry::toString).toList());
    }
    return what;
  }

  private void record(
      Principal principal, String action, McpServer server, Map<String, Object> what) {
    String arguments = what.isEmpty() ? null : JsonMapper.shared().writeValueAsString(what);
    audit.change(
        AuditRecord.of(
            principal.account(),
            principal.who(),
            new What(action, server.name(), null, arguments)));
  }
}
