package ai.preloop.activities.servers;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.servers.McpServer.Finding;
import ai.preloop.activities.servers.McpServer.Registration;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.Ids;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Registers upstream servers, changes them and lets them go; a person with account:admin does. */
public final class Servers {

  private final Database database;
  private final ServerRepository rows;
  private final SecretStore secrets;
  private final Revisions revisions;
  private final Audit audit;
  private final InstantSource clock;

  Servers(
      Database database,
      ServerRepository rows,
      SecretStore secrets,
      Revisions revisions,
      Audit audit,
      InstantSource clock) {
    this.database = database;
    this.rows = rows;
    this.secrets = secrets;
    this.revisions = revisions;
    this.audit = audit;
    this.clock = clock;
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
              requireFreeName(principal, spec.name());
              UUID id = Ids.next();
              return changed(
                  principal,
                  "server.created",
                  rows.save(fresh(principal, id, spec, secret(principal, id, spec.complete()))));
            });
    revisions.refresh();
    return created;
  }

  public McpServer update(Principal principal, UUID id, ServerSpec spec) {
    principal.require(Scope.ACCOUNT_ADMIN);
    McpServer updated =
        database.inAccount(
            principal.account(),
            jdbc -> {
              McpServer before = find(principal, id);
              UpstreamSessionRows.forget(jdbc, principal.account(), id);
              if (!before.name().equals(spec.name())) {
                requireFreeName(principal, spec.name());
              }
              ServerSpec next = spec.keeping(before).complete();
              return changed(
                  principal,
                  "server.changed",
                  rows.save(before.changedTo(next, secret(principal, id, next))));
            });
    revisions.refresh();
    return updated;
  }

  public void delete(Principal principal, UUID id) {
    principal.require(Scope.ACCOUNT_ADMIN);
    database.doInAccount(
        principal.account(),
        jdbc -> {
          McpServer found = find(principal, id);
          rows.delete(found);
          forgetSecret(principal, found);
          changed(principal, "server.removed", found);
        });
    revisions.refresh();
  }

  private McpServer find(Principal principal, UUID id) {
    return rows.findByAccountIdAndId(principal.account().value(), id)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such MCP server."));
  }

  private void requireFreeName(Principal principal, String name) {
    if (rows.existsByAccountIdAndRegistrationName(principal.account().value(), name)) {
      throw new ProblemException(
          ProblemType.CONFLICT, "There is an MCP server called %s already.".formatted(name));
    }
  }

  /** The name under which the credential is kept; a value that was given goes into the store. */
  private @Nullable String secret(Principal principal, UUID id, ServerSpec spec) {
    String value = spec.auth().credential();
    if (value == null) {
      return spec.auth().secretName();
    }
    String name = ownSecret(id);
    Who by = principal.who();
    secrets.put(principal.account(), name, value, by);
    secrets.rebind(principal.account(), name, Origin.of(URI.create(spec.url())), by);
    return name;
  }

  /** A secret that was made for this server goes with it; one that was only named stays. */
  private void forgetSecret(Principal principal, McpServer server) {
    secrets.delete(principal.account(), ownSecret(server.id()), principal.who());
  }

  private static String ownSecret(UUID server) {
    return "mcp-server/" + server;
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

  private McpServer changed(Principal principal, String action, McpServer server) {
    audit.change(
        AuditRecord.of(
            principal.account(), principal.who(), new What(action, server.name(), null, null)));
    return server;
  }
}
