package ai.preloop.activities.policies;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.servers.Scanning;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.workflows.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Scans after which the policy in force is checked again: a rule may read what the tools of before
 * had. It goes on with types that nobody knows, and people are told.
 */
public final class CheckedScans {

  private final Scanning scanning;
  private final Database database;
  private final DocumentReading reading;
  private final Audit audit;

  CheckedScans(Scanning scanning, Database database, DocumentReading reading, Audit audit) {
    this.scanning = scanning;
    this.database = database;
    this.reading = reading;
    this.audit = audit;
  }

  /** What a scan found, and what does not fit any more of the owners' documents. */
  public record Checked(Scanning.Found found, List<Unfit> unfit) {

    public Checked {
      unfit = List.copyOf(unfit);
    }
  }

  /** Scans a server; when it fails the server's row says why, and so does the answer. */
  public Checked scan(Principal principal, UUID server) {
    principal.require(Scope.ACCOUNT_ADMIN);
    AccountId account = principal.account();
    List<Unfit> before = unfit(account);
    Scanning.Found found = scanning.scan(principal, server);
    List<Unfit> since = new ArrayList<>(unfit(account));
    since.removeAll(before);
    if (!since.isEmpty()) {
      audit.note(
          AuditRecord.of(account, principal.who(), What.action("policy.unfit"))
              .ended("%d of the policy's rules".formatted(since.size()), null));
    }
    return new Checked(found, since);
  }

  /** The documents were without errors when they were taken. */
  private List<Unfit> unfit(AccountId account) {
    AccountPolicy policy =
        database.inAccount(account, jdbc -> Standing.of(PolicyRows.active(jdbc, account)).policy());
    return reading.unfit(account, policy);
  }
}
