package ai.preloop.activities.virtualservers;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.accounts.Change;
import ai.preloop.activities.accounts.Named;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.virtualservers.VirtualServer.Plan;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes virtual servers, changes them and lets them go; a person with account:admin does. */
public final class VirtualServers {

  private static final String TAKEN = "There is a virtual server of this name already.";

  private final AccountRows rows;
  private final Catalogs catalogs;

  VirtualServers(AccountRows rows, Catalogs catalogs) {
    this.rows = rows;
    this.catalogs = catalogs;
  }

  public List<VirtualServer> list(Principal principal) {
    return rows.read(principal, jdbc -> VirtualServerRows.all(jdbc, principal.account()));
  }

  /** By its name or its id. */
  public VirtualServer get(Principal principal, String called) {
    return rows.read(principal, jdbc -> find(jdbc, principal, called));
  }

  /** How many tools of the account, as they are known now, are of this choice. */
  public long matches(Principal principal, ToolChoice choice) {
    return catalogs.of(principal.account()).tools().stream().filter(choice::has).count();
  }

  /** CONFLICT when the name is taken. */
  public VirtualServer create(Principal principal, Plan plan) {
    return rows.change(
        principal,
        TAKEN,
        jdbc ->
            said("virtual_server.created", VirtualServerRows.add(jdbc, principal.account(), plan)));
  }

  /** CONFLICT when the name is taken. */
  public VirtualServer update(Principal principal, String called, Plan plan) {
    return rows.change(
        principal,
        TAKEN,
        jdbc -> {
          VirtualServer before = find(jdbc, principal, called);
          return said(
              "virtual_server.changed",
              VirtualServerRows.change(jdbc, principal.account(), before.id(), plan));
        });
  }

  /** The sessions that were opened there end with it. */
  public void delete(Principal principal, String called) {
    rows.change(
        principal,
        jdbc -> {
          VirtualServer found = find(jdbc, principal, called);
          VirtualServerRows.delete(jdbc, principal.account(), found.id());
          return said("virtual_server.removed", found);
        });
  }

  private static VirtualServer find(JdbcClient jdbc, Principal principal, String called) {
    return Named.find(VirtualServerRows.all(jdbc, principal.account()), called, "virtual server");
  }

  private static Change<VirtualServer> said(String action, VirtualServer server) {
    return Change.of(server, action, server.name(), server.plan());
  }
}
