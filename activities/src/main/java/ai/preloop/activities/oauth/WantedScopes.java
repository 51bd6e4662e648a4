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
  Optional<String> note(GrantKey key, List<String> scopes) {
    return database.inAccount(
        key.server().account(),
        jdbc -> {
          GrantRows rows = new GrantRows(jdbc);
          Optional<Row> grant =
              rows.lock(key).filter(row -> !new HashSet<>(row.scopes()).containsAll(scopes));
          grant
              .filter(row -> !new HashSet<>(row.wanted()).containsAll(scopes))
              .ifPresent(row -> {
                rows.want(key, Scopes.union(row.wanted(), scopes));
                audit.change(
                    AuditRecord.of(
                        key.server().account(),
                        Grants.PRODUCT,
                        new What("server.scope_wanted", key.server().name(), null, null)));
              });
          return grant.map(_ -> key.wanting(scopes));
        });
  }

  /** What is asked for when the access is granted anew: more than before where more is wanted. */
  Optional<String> asked(GrantKey key, Optional<String> usual) {
    return database
        .inAccount(key.server().account(), jdbc -> new GrantRows(jdbc).find(key))
        .filter(row -> !row.wanted().isEmpty())
        .map(row -> Scopes.union(Scopes.of(usual), Scopes.union(row.scopes(), row.wanted())))
        .map(scopes -> String.join(" ", scopes))
        .or(() -> usual);
  }
}
