package ai.preloop.activities.oauth;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.oauth.GrantRows.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Scopes that servers want beside those that were granted (MCP, Scope Challenge Handling). Nobody
 * who could agree is there when a call is refused, so the grant says what is missing, and the next
 * who authorises it asks for it too.
 */
final class WantedScopes {

  private final Database database;
  private final Audit audit;

  WantedScopes(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /** What has to be done; empty where all of it was granted, which asking again changes not. */
  Optional<String> note(GrantKey key, List<String> challenged) {
    List<String> scopes = Scopes.bounded(challenged);
    return database.inAccount(
        key.server().account(),
        jdbc -> {
          GrantRows rows = new GrantRows(jdbc);
          Optional<Row> grant = rows.find(key).filter(row -> lacks(row.scopes(), scopes));
          if (grant.filter(row -> lacks(row.wanted(), scopes)).isPresent()) {
            add(rows, key, scopes);
          }
          return grant.map(_ -> key.wanting(scopes));
        });
  }

  /** Most calls find it noted, so that they wait for nobody; who adds to it looks again. */
  private void add(GrantRows rows, GrantKey key, List<String> scopes) {
    rows.lock(key)
        .filter(row -> lacks(row.wanted(), scopes))
        .ifPresent(row -> {
          List<String> both = Scopes.union(row.wanted(), scopes);
          rows.want(key, Scopes.bounded(both).equals(both) ? both : scopes);
          record(key, "server.scope_wanted");
        });
  }

  /** What nobody grants is not asked for again; empty where nothing was wanted. */
  Optional<String> drop(GrantKey key) {
    return database.inAccount(
        key.server().account(),
        jdbc -> {
          GrantRows rows = new GrantRows(jdbc);
          Optional<Row> grant = rows.lock(key).filter(row -> !row.wanted().isEmpty());
          grant.ifPresent(_ -> {
            rows.want(key, List.of());
            record(key, "server.scope_dropped");
          });
          return grant.map(row ->
              "What the server wanted beside what was granted (%s) is not asked for again: authorise it once more."
                  .formatted(GrantKey.some(row.wanted())));
        });
  }

  /** What is asked for when the access is granted anew: no less than was granted before. */
  Optional<String> asked(GrantKey key, Optional<String> usual) {
    return database
        .inAccount(key.server().account(), jdbc -> new GrantRows(jdbc).find(key))
        .map(row -> Scopes.union(Scopes.of(usual), Scopes.union(row.scopes(), row.wanted())))
        .filter(scopes -> !scopes.isEmpty())
        .map(scopes -> String.join(" ", scopes))
        .or(() -> usual);
  }

  private static boolean lacks(List<String> some, List<String> scopes) {
    return !new HashSet<>(some).containsAll(scopes);
  }

  private void record(GrantKey key, String action) {
    audit.change(
        AuditRecord.of(
            key.server().account(),
            Grants.PRODUCT,
            new What(action, key.server().name(), null, null)));
  }
}
