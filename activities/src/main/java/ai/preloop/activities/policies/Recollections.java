package ai.preloop.activities.policies;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.audit.AuditLog;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.RecordedCall;
import ai.preloop.policies.verdicts.Retold;
import ai.preloop.workflows.identity.AccountId;
import java.util.UUID;

/** Says of calls that were recorded how their verdicts came about, by the version of then. */
public final class Recollections {

  private final Database database;
  private final AuditLog log;
  private final Drafts drafts;

  Recollections(Database database, AuditLog log, Drafts drafts) {
    this.database = database;
    this.log = log;
    this.drafts = drafts;
  }

  /** What was said of the call, what its version says of it again, and by which rules. */
  public record Recollected(AuditRecord record, String verdict, int version, Retold retold) {

    /** {@code allow}, {@code deny}, {@code ask}, or {@code unknown} as far as the record tells. */
    public String again() {
      return BacktestTally.word(retold.replay());
    }
  }

  /** NOT_FOUND when there is no record of this id; UNPROCESSABLE when it is none of a call. */
  public Recollected explain(Principal principal, UUID id) {
    principal.require(Scope.ACCOUNT_READ);
    AuditRecord record =
        log.find(principal.account(), id)
            .orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such record."));
    Integer version = record.judgement().policyVersion();
    if (!record.what().action().equals(What.TOOL_CALL)
        || record.judgement().verdict() == null
        || version == null) {
      throw unprocessable("This record is not one of a call that a policy judged.");
    }
    RecordedCall call =
        CallFacts.call(record)
            .orElseThrow(() ->
                unprocessable(
                    "This record is older than what explanations need: it does not say in which circumstances it was made."));
    return new Recollected(
        record,
        Backtests.recorded(record),
        version,
        drafts
            .compiled(principal.account(), version, policy(principal.account(), version))
            .retell(call));
  }

  private AccountPolicy policy(AccountId account, int version) {
    if (version == 0) {
      return AccountPolicy.EMPTY;
    }
    return database.inAccount(
        account,
        jdbc ->
            VersionRows.find(jdbc, account, version)
                .map(found -> VersionRows.content(jdbc, account, found).policy())
                .orElseThrow(() ->
                    unprocessable(
                        "Version %d of the policy, which judged this call, is not kept any more."
                            .formatted(version))));
  }
}
