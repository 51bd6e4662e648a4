package ai.preloop.activities.servers;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.servers.ServerRegister.Entered;
import ai.preloop.policies.ownership.EditedDocument;
import ai.preloop.policies.ownership.OwnedEntry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Registers upstream servers, changes them and lets them go; a person with account:admin does. */
public final class Servers {

  private final Database database;
  private final ServerRegister register;
  private final ServerNaming naming;
  private final Revisions revisions;

  Servers(Database database, ServerRegister register, ServerNaming naming, Revisions revisions) {
    this.database = database;
    this.register = register;
    this.naming = naming;
    this.revisions = revisions;
  }

  /** A server as it is now, and the entries of the policy that lost it. */
  public record Changed(McpServer server, List<OwnedEntry> unmatched) {

    public Changed {
      unmatched = List.copyOf(unmatched);
    }
  }

  public List<McpServer> list(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(principal.account(), jdbc -> register.all(principal.account()));
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
              return register.add(principal, new Entered(spec, EditedDocument.CONSOLE));
            });
    revisions.refreshAfterCommit();
    return created;
  }

  /** CONFLICT when it would take a name away that the policy uses, and nobody said so. */
  public Changed update(Principal principal, UUID id, ServerSpec spec, Insistence insistence) {
    principal.require(Scope.ACCOUNT_ADMIN);
    Changed updated =
        database.inAccount(
            principal.account(),
            jdbc -> {
              McpServer before = byHand(principal, id);
              List<OwnedEntry> left = renamed(jdbc, principal, before, spec, insistence);
              McpServer saved =
                  register.change(
                      jdbc, principal, before, new Entered(spec, EditedDocument.CONSOLE));
              register.record(principal, "server.changed", saved, what(before, saved, left));
              return new Changed(saved, left);
            });
    revisions.refreshAfterCommit();
    return updated;
  }

  /** Answers the entries of the policy that lost their server; CONFLICT as for a change. */
  public List<OwnedEntry> delete(Principal principal, UUID id, Insistence insistence) {
    principal.require(Scope.ACCOUNT_ADMIN);
    List<OwnedEntry> left =
        database.inAccount(
            principal.account(),
            jdbc -> {
              McpServer found = byHand(principal, id);
              List<OwnedEntry> lost = naming.release(jdbc, principal, found.name(), insistence);
              register.remove(principal, found);
              register.record(principal, "server.removed", found, unmatched(lost));
              return lost;
            });
    revisions.refreshAfterCommit();
    return left;
  }

  private McpServer find(Principal principal, UUID id) {
    return register
        .find(principal.account(), id)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such MCP server."));
  }

  /** CONFLICT when a document of the policy brings it. */
  private McpServer byHand(Principal principal, UUID id) {
    McpServer found = find(principal, id);
    if (found.isBrought()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The policy of `%s` brings this server: change it in that owner's document, and apply it."
              .formatted(found.owner()));
    }
    return found;
  }

  /** The policy's turn is taken before that of the names, as whoever writes the policy does. */
  private List<OwnedEntry> renamed(
      JdbcClient jdbc,
      Principal principal,
      McpServer before,
      ServerSpec to,
      Insistence insistence) {
    if (before.name().equals(to.name())) {
      return List.of();
    }
    List<OwnedEntry> left = naming.release(jdbc, principal, before.name(), insistence);
    naming.requireFree(jdbc, principal, to.name());
    return left;
  }

  /** Both names of a server that got another one, and the entries that this left alone. */
  private static Map<String, Object> what(
      McpServer before, McpServer after, List<OwnedEntry> unmatched) {
    Map<String, Object> what = new LinkedHashMap<>();
    if (!before.name().equals(after.name())) {
      what.put("name", after.name());
      what.put("name_before", before.name());
    }
    what.putAll(unmatched(unmatched));
    return what;
  }

  static Map<String, Object> unmatched(List<OwnedEntry> entries) {
    return entries.isEmpty()
        ? Map.of()
        : Map.of("unmatched_entries", entries.stream().map(OwnedEntry::toString).toList());
  }
}
