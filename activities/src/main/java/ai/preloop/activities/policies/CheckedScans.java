package ai.preloop.activities.policies;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.servers.BroughtServers;
import ai.preloop.activities.servers.FirstScans;
import ai.preloop.activities.servers.McpServer;
import ai.preloop.activities.servers.Scanning;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Scans after which the policy in force is checked again: a rule may read what the tools of before
 * had. It goes on with types that nobody knows, and people are told.
 */
public final class CheckedScans {

  private static final Logger LOG = LoggerFactory.getLogger(CheckedScans.class);

  private final Scanning scanning;
  private final BroughtServers brought;
  private final FirstScans firstScans;
  private final Database database;
  private final DocumentReading reading;
  private final Audit audit;

  CheckedScans(
      Scanning scanning,
      BroughtServers brought,
      FirstScans firstScans,
      Database database,
      DocumentReading reading,
      Audit audit) {
    this.scanning = scanning;
    this.brought = brought;
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

  /**
   * Asks the servers of these owners for their tools that have not said them. The version is in
   * force by now, so that what fails here is said and is no reason to take it for refused.
   */
  Arrived meet(Principal principal, Set<String> owners) {
    try {
      List<McpServer> unasked = brought.unasked(principal.account(), owners);
      if (unasked.isEmpty()) {
        return Arrived.NOBODY;
      }
      List<Unfit> before = unfit(principal.account());
      List<FirstScans.Scanned> scanned = firstScans.run(principal, unasked);
      return new Arrived(scanned, since(principal, before));
    } catch (ProblemException | DataAccessException | TransactionException e) {
      LOG.warn("Servers that came with a version could not be looked at", e);
      return Arrived.NOBODY;
    }
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
