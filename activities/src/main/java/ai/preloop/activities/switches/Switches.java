package ai.preloop.activities.switches;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Switches parts of MCP on and off for an account; whoever may change its servers does. */
public final class Switches {

  private final Database database;
  private final Revisions revisions;
  private final Audit audit;

  Switches(Database database, Revisions revisions, Audit audit) {
    this.database = database;
    this.revisions = revisions;
    this.audit = audit;
  }

  /** What is off now. */
  public Set<Feature> off(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(
        principal.account(), jdbc -> SwitchRows.off(jdbc, principal.account()));
  }

  /** In force here before this returns; what is not named stays as it is. Answers what is off. */
  public Set<Feature> turn(Principal principal, Map<Feature, Position> wanted) {
    principal.require(Scope.ACCOUNT_ADMIN);
    Set<Feature> off =
        database.inAccount(
            principal.account(),
            jdbc -> {
              Set<Feature> before = SwitchRows.lock(jdbc, principal.account());
              Set<Feature> after = turned(before, wanted);
              if (!after.equals(before)) {
                SwitchRows.write(jdbc, principal.account(), after);
                record(principal, before, after);
              }
              return after;
            });
    revisions.refreshAfterCommit();
    return off;
  }

  /** Where a switch stands. */
  public enum Position {
    ON,
    OFF
  }

  private static Set<Feature> turned(Set<Feature> before, Map<Feature, Position> wanted) {
    Set<Feature> after = EnumSet.noneOf(Feature.class);
    after.addAll(before);
    wanted.forEach((feature, position) -> {
      switch (position) {
        case ON -> after.remove(feature);
        case OFF -> after.add(feature);
      }
    });
    return after;
  }

  private void record(Principal principal, Set<Feature> before, Set<Feature> after) {
    Map<String, String> changed = new TreeMap<>();
    for (Feature feature : Feature.values()) {
      if (before.contains(feature) != after.contains(feature)) {
        changed.put(feature.word(), after.contains(feature) ? "off" : "on");
      }
    }
    audit.change(
        AuditRecord.of(
            principal.account(),
            principal.who(),
            new What(
                "account.switched", null, null, JsonMapper.shared().writeValueAsString(changed))));
  }
}
