package ai.preloop.activities.accounts;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.function.Function;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of an account, for whoever may read them and whoever may change them. */
public final class AccountRows {

  private final Database database;
  private final Revisions revisions;
  private final Audit audit;

  public AccountRows(Database database, Revisions revisions, Audit audit) {
    this.database = database;
    this.revisions = revisions;
    this.audit = audit;
  }

  /** For account:read. */
  public <T> T read(Principal principal, Function<JdbcClient, T> query) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(principal.account(), query);
  }

  /** For account:admin: the change and its record in one transaction, in force here on return. */
  public <T> T change(Principal principal, Function<JdbcClient, Change<T>> change) {
    principal.require(Scope.ACCOUNT_ADMIN);
    T changed =
        database.inAccount(principal.account(), jdbc -> recorded(principal, change.apply(jdbc)));
    revisions.refreshAfterCommit();
    return changed;
  }

  /** As above; CONFLICT, with the sentence, where another row has what only one may have. */
  public <T> T change(Principal principal, String taken, Function<JdbcClient, Change<T>> change) {
    try {
      return change(principal, change);
    } catch (DuplicateKeyException e) {
      throw new ProblemException(ProblemType.CONFLICT, taken).causedBy(e);
    }
  }

  private <T> T recorded(Principal principal, Change<T> change) {
    audit.change(AuditRecord.of(principal.account(), principal.who(), change.what()));
    return change.thing();
  }
}
