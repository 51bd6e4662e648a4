package ai.preloop.activities.policies;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.servers.FirstScans;
import ai.preloop.activities.servers.McpServer;
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
  private final FirstScans firstScans;
  private final Database database;
  private final DocumentReading reading;
  private final Audit audit;

  CheckedScans(
      Scanning scanning,
      FirstScans firstScans,
      Database database,
      DocumentReading reading,
      Audit audit) {
    this.scanning = scanning;
    this.firstScans = firstScans;
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
    List<Unfit> before = unfit(principal.account());
    Scanning.Found found = scanning.scan(principal, server);
    return new Checked(found, since(principal, before));
  }

  /** What servers that a version brought have, and what does not fit it of the documents. */
  public record Arrived(List<FirstScans.Scanned> servers, List<Unfit> unfit) {

    public static final Arrived NOBODY = new Arrived(List.of(), List.of());

    public Arrived {
      servers = List.copyOf(servers);
      unfit = List.copyOf(unfit);
    }
  }

  /** Asks servers for their tools that are there since a version is in force. */
  Arrived meet(Principal principal, List<McpServer> servers) {
    if (servers.isEmpty()) {
      return Arrived.NOBODY;
    }
    List<Unfit> before = unfit(principal.account());
    List<FirstScans.Scanned> scanned = firstScans.run(principal, servers);
    return new Arrived(scanned, since(principal, before));
  }

  private List<Unfit> since(Principal principal, List<Unfit> before) {
    List<Unfit> since = new ArrayList<>(unfit(principal.account()));
    since.removeAll(before);
    if (!since.isEmpty()) {
      audit.note(
          AuditRecord.of(principal.account(), principal.who(), What.action("policy.unfit"))
              .ended("%d of the policy's rules".formatted(since.size()), null));
    }
    return since;
  }

  /** What is wrong with the documents, and was before or was not. */
  private List<Unfit> unfit(AccountId account) {
    AccountPolicy policy =
        database.inAccount(account, jdbc -> Standing.of(PolicyRows.active(jdbc, account)).policy());
    return reading.doubtful(account, policy);
  }
}
