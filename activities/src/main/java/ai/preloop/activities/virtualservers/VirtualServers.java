package ai.preloop.activities.virtualservers;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.virtualservers.VirtualServer.Plan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.function.Function;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Makes virtual servers, changes them and lets them go; a person with account:admin does. */
public final class VirtualServers {

  private final Database database;
  private final Catalogs catalogs;
  private final Revisions revisions;
  private final Audit audit;

  VirtualServers(Database database, Catalogs catalogs, Revisions revisions, Audit audit) {
    this.database = database;
    this.catalogs = catalogs;
    this.revisions = revisions;
    this.audit = audit;
  }

  public List<VirtualServer> list(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(
        principal.account(), jdbc -> VirtualServerRows.all(jdbc, principal.account()));
  }

  /** By its name or its id. */
  public VirtualServer get(Principal principal, String called) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(principal.account(), jdbc -> find(jdbc, principal, called));
  }

  /** How many tools of the account, as they are known now, are of this choice. */
  public long matches(Principal principal, ToolChoice choice) {
    return catalogs.of(principal.account()).tools().stream().filter(choice::has).count();
  }

  /** CONFLICT when the name is taken. */
  public VirtualServer create(Principal principal, Plan plan) {
    return changed(
        principal,
        jdbc -> {
          VirtualServer made = VirtualServerRows.add(jdbc, principal.account(), plan);
          record(principal, "virtual_server.created", made);
          return made;
        });
  }

  /** CONFLICT when the name is taken. */
  public VirtualServer update(Principal principal, String called, Plan plan) {
    return changed(
        principal,
        jdbc -> {
          VirtualServer before = find(jdbc, principal, called);
          VirtualServer after =
              VirtualServerRows.change(jdbc, principal.account(), before.id(), plan);
          record(principal, "virtual_server.changed", after);
          return after;
        });
  }

  /** The sessions that were opened there end with it. */
  public void delete(Principal principal, String called) {
    changed(
        principal,
        jdbc -> {
          VirtualServer found = find(jdbc, principal, called);
          VirtualServerRows.delete(jdbc, principal.account(), found.id());
          record(principal, "virtual_server.removed", found);
          return found;
        });
  }

  private VirtualServer changed(Principal principal, Function<JdbcClient, VirtualServer> change) {
    principal.require(Scope.ACCOUNT_ADMIN);
    try {
      VirtualServer changed = database.inAccount(principal.account(), change);
      revisions.refreshAfterCommit();
      return changed;
    } catch (DuplicateKeyException e) {
      throw new ProblemException(
              ProblemType.CONFLICT, "There is a virtual server of this name already.")
          .causedBy(e);
    }
  }

  private static VirtualServer find(JdbcClient jdbc, Principal principal, String called) {
    List<VirtualServer> all = VirtualServerRows.all(jdbc, principal.account());
    return all.stream()
        .filter(server -> server.name().equals(called))
        .findFirst()
        .or(() -> all.stream().filter(server -> server.id().toString().equals(called)).findFirst())
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such virtual server."));
  }

  private void record(Principal principal, String action, VirtualServer server) {
    audit.change(
        AuditRecord.of(
            principal.account(),
            principal.who(),
            new What(
                action,
                server.name(),
                null,
                JsonMapper.shared().writeValueAsString(server.plan()))));
  }
}
