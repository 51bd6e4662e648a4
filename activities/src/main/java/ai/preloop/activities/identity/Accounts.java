package ai.preloop.activities.identity;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;

/** Freezes an account, in which nothing runs then, and lets it go on. Only people do either. */
public final class Accounts {

  private final Database database;
  private final Revisions revisions;
  private final Audit audit;

  Accounts(Database database, Revisions revisions, Audit audit) {
    this.database = database;
    this.revisions = revisions;
    this.audit = audit;
  }

  /** In force here before this returns, on every other node within a second. */
  public void freeze(Principal principal) {
    set(principal, true, "account.freeze");
  }

  /** What was asked for or approved in between is judged as it comes again. */
  public void unfreeze(Principal principal) {
    set(principal, false, "account.unfreeze");
  }

  private void set(Principal principal, boolean frozen, String action) {
    requirePerson(principal);
    database.doInAccount(
        principal.account(),
        jdbc -> {
          int changed =
              jdbc.sql("update accounts set frozen = ? where id = ? and frozen <> ?")
                  .params(frozen, principal.account().value(), frozen)
                  .update();
          if (changed == 1) {
            audit.change(AuditRecord.of(principal.account(), principal.who(), What.action(action)));
          }
        });
    revisions.refreshAfterCommit();
  }

  private static void requirePerson(Principal principal) {
    if (!principal.isPerson()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "No key freezes an account or lets it go on: sign in with the password to do this.");
    }
    principal.require(Scope.ACCOUNT_ADMIN);
  }
}
