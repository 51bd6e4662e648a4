package ai.preloop.activities.servers;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.limits.InFlight.Passage;
import ai.preloop.activities.mcp.Scan;
import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.mcp.ToolDefinition;
import ai.preloop.activities.mcp.ToolList;
import ai.preloop.activities.servers.Catalog.Renamed;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.upstream.Deadline;
import ai.preloop.activities.upstream.Terms;
import ai.preloop.activities.upstream.Terms.Era;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.UpstreamClient.Opened;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.ArgumentCheck;
import ai.preloop.workflows.identity.AccountId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server for its tools and keeps what it says; what it answers is not believed, only kept.
 */
public final class Scanning {

  /** Some servers show a tool only to clients that can do what it needs; calls tell who can. */
  private static final String ALL_CAPABILITIES =
      """
      {"roots":{"listChanged":true},"sampling":{},"elicitation":{"form":{},"url":{}},\
      "tasks":{"cancel":{},\
      "requests":{"sampling":{"createMessage":{}},"elicitation":{"create":{}}}}}\
      """;

  /** In whose name servers are asked and called that nobody asked for. */
  static final Who NOBODY = new Who("system", null, "system");

  private final Database database;
  private final ServerRepository rows;
  private final Catalogs catalogs;
  private final Way way;
  private final Revisions revisions;
  private final Audit audit;
  private final InstantSource clock;

  Scanning(
      Database database,
      ServerRepository rows,
      Catalogs catalogs,
      Way way,
      Revisions revisions,
      Audit audit,
      InstantSource clock) {
    this.database = database;
    this.rows = rows;
    this.catalogs = catalogs;
    this.way = way;
    this.revisions = revisions;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What a scan found; {@code unaccepted} are the tools that nobody accepted as they are, {@code
   * refused} definitions that cannot be used, {@code unchecked} the tools with a schema that
   * arguments cannot be checked against, so that {@code on_error} holds, {@code suspicious} those
   * with characters that a person does not see or words that read like instructions, {@code
   * renamed} those that are shown by another name because theirs is taken.
   */
  public record Found(
      Scan scan,
      List<String> unaccepted,
      List<String> refused,
      List<String> unchecked,
      List<String> suspicious,
      List<Renamed> renamed) {

    public Found {
      unaccepted = List.copyOf(unaccepted);
      refused = List.copyOf(refused);
      unchecked = List.copyOf(unchecked);
      suspicious = List.copyOf(suspicious);
      renamed = List.copyOf(renamed);
    }

    private Found shownAs(List<Renamed> names) {
      return new Found(scan, unaccepted, refused, unchecked, suspicious, names);
    }
  }

  /** Scans a server; when it fails the server's row says why, and so does the answer. */
  public Found scan(Principal principal, UUID id) {
    principal.require(Scope.ACCOUNT_ADMIN);
    return first(principal, id);
  }

  /** The same for whoever was allowed to bring the server. */
  Found first(Principal principal, UUID id) {
    return scanned(new Asker(principal.account(), principal.who(), principal.user().value()), id);
  }

  /** The same without anybody who asks; recorded where it finds something else than before. */
  Found again(AccountId account, UUID id) {
    return scanned(new Asker(account, NOBODY, null), id);
  }

  /** For whom a server is asked; {@code person} is null where that is nobody. */
  private record Asker(AccountId account, Who who, @Nullable UUID person) {

    /** Where each person signs in, nobody goes there as anybody who has. */
    private Server way(Server server) {
      return person == null
          ? server.reached().findFirst().orElse(server)
          : server.reachedBy(person);
    }

    private boolean isTold(Scan scan) {
      return !who.equals(NOBODY)
          || !(scan.added().isEmpty() && scan.changed().isEmpty() && scan.removed().isEmpty());
    }
  }

  private Found scanned(Asker asker, UUID id) {
    revisions.refresh();
    Server server =
        catalogs
            .of(asker.account())
            .server(id)
            .map(asker::way)
            .orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such MCP server."));
    Found found = keep(asker, server, heard(asker.account(), server));
    revisions.refreshAfterCommit();
    return found.shownAs(catalogs.of(asker.account()).renamed(id));
  }

  /** What a server said of itself and of its tools. */
  private record Heard(ServerIntroduction introduction, ToolList tools) {}

  /** How servers are come to when no client asks. */
  record Way(UpstreamClient client, ServerDoors doors, Checkpoint checkpoint) {

    /** A server that agreed to a session before is asked for one first, and no other is. */
    private Heard ask(AccountId account, Server server, Deadline deadline) {
      String able = checkpoint.capabilities(account, ALL_CAPABILITIES);
      Era rather = server.introduction().isOfSession() ? Era.WITH_SESSIONS : Era.STATELESS;
      Opened opened = client.open(server.address(), new Terms(rather, able, deadline));
      try {
        return new Heard(
            opened.introduction(), client.listTools(server.address(), opened.session(), able));
      } finally {
        client.end(server.address(), opened.session());
      }
    }
  }

  private Heard heard(AccountId account, Server server) {
    Deadline deadline = way.client().deadline();
    Optional<Passage> in = way.doors().enter(server, deadline);
    if (in.isEmpty()) {
      throw new ProblemException(ProblemType.UNAVAILABLE, way.doors().refusal(server));
    }
    try (var _ = in.get()) {
      if (server.problem() != null) {
        throw new ProblemException(ProblemType.UPSTREAM_FAILED, server.problem());
      }
      return way.ask(account, server, deadline);
    } catch (ProblemException e) {
      failed(account, server, e.detail());
      throw e;
    }
  }

  private Found keep(Asker asker, Server server, Heard heard) {
    ToolList listed = heard.tools();
    return database.inAccount(
        asker.account(),
        jdbc -> {
          McpServer row =
              asked(asker.account(), server)
                  .orElseThrow(() ->
                      new ProblemException(
                          ProblemType.CONFLICT,
                          "The server was changed while it was asked for its tools: scan it again."));
          Scan scan = ToolRows.replace(jdbc, row, listed.tools());
          rows.save(row.scanned(now(), heard.introduction()));
          if (asker.isTold(scan)) {
            audit.change(
                AuditRecord.of(
                    asker.account(),
                    asker.who(),
                    new What("server.scanned", server.name(), null, null)));
          }
          return new Found(
              scan,
              ToolRows.unaccepted(jdbc, row),
              listed.refused(),
              names(listed, tool -> !ArgumentCheck.canUse(tool.inputSchema())),
              names(listed, ToolDefinition::isSuspicious),
              List.of());
        });
  }

  private static List<String> names(ToolList listed, Predicate<ToolDefinition> which) {
    return listed.tools().stream().filter(which).map(ToolDefinition::name).sorted().toList();
  }

  /** A row that says so already says since when. */
  private void failed(AccountId account, Server server, String error) {
    database.doInAccount(
        account,
        _ ->
            asked(account, server)
                .filter(row -> !row.isFailed(error))
                .ifPresent(row -> rows.save(row.failed(now(), error))));
    revisions.refreshAfterCommit();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Its row, for this transaction alone, where it is still the address that was asked. */
  private Optional<McpServer> asked(AccountId account, Server server) {
    return rows.findLockedByAccountIdAndId(account.value(), server.id())
        .filter(row -> row.uri().equals(server.address().url()));
  }
}
