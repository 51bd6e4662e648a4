package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovedCallTarget.Sent;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.NotNow;
import ai.preloop.activities.approvals.Outcomes.Claim;
import ai.preloop.activities.approvals.Traces.Trace;
import ai.preloop.activities.database.BestEffort;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalRows;
import ai.preloop.workflows.approvals.ApprovalState;
import ai.preloop.workflows.approvals.ApprovedCalls;
import ai.preloop.workflows.approvals.ExecutionStatus;
import ai.preloop.workflows.identity.AccountId;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/** Makes an approved call, once: Temporal may retry this as it likes, only the claim sends. */
public final class ApprovedCallsActivity implements ApprovedCalls {

  private final Database database;
  private final ApprovalTable table;
  private final ApprovalRows rows;
  private final Outcomes outcomes;
  private final ApprovedCallTarget target;
  private final ApprovalWorkflows workflows;

  ApprovedCallsActivity(
      Database database,
      ApprovalTable table,
      ApprovalRows rows,
      Outcomes outcomes,
      ApprovedCallTarget target,
      ApprovalWorkflows workflows) {
    this.database = database;
    this.table = table;
    this.rows = rows;
    this.outcomes = outcomes;
    this.target = target;
    this.workflows = workflows;
  }

  @Override
  public ApprovalState execute(ApprovalRef ref) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    if (released(ref)) {
      return rows.load(ref);
    }
    String claim = claim(context.getInfo());
    Optional<ApprovalRow> mine = claimed(ref, claim, context);
    if (mine.isPresent()) {
      try (var heartbeats = Heartbeats.of(context, claim)) {
        requireSettled(ResultRoom.whilePassingOn(() -> sent(mine.get(), claim)), heartbeats);
      }
    }
    return rows.load(ref);
  }

  /** An answer that waited is let go by the row alone: nothing is sent, so there is no doubt. */
  private boolean released(ApprovalRef ref) {
    return database.inAccount(
        new AccountId(ref.accountId()),
        jdbc -> {
          Optional<ApprovalRow> release = table.lock(jdbc, ref).filter(ApprovalRow::isRelease);
          release.ifPresent(row -> Withheld.letGo(jdbc, row));
          return release.isPresent();
        });
  }

  /** An answer has its room until it is stored, however long the database is away. */
  private Sent sent(ApprovalRow row, String claim) {
    Sent sent = target.send(row, () -> isHeld(row, claim));
    if (store(row, claim, sent)) {
      workflows.wake(row);
    }
    if (sent instanceof Sent.Asked asked) {
      begin(new ApprovalRef(row.ref().accountId(), asked.release()));
    }
    return sent;
  }

  /** At once where that can be; the reconciler starts what is not started here. */
  private void begin(ApprovalRef release) {
    BestEffort.did(
        "The start of " + release.workflowId(),
        () ->
            database
                .inAccount(new AccountId(release.accountId()), jdbc -> table.find(jdbc, release))
                .ifPresent(workflows::start));
  }

  private Optional<ApprovalRow> claimed(
      ApprovalRef ref, String claim, ActivityExecutionContext context) {
    List<Trace> traces = workflows.traces().before(context.getInfo());
    Optional<String> before = Heartbeats.claimBefore(context);
    AccountId account = new AccountId(ref.accountId());
    try {
      return claimed(ref, claim, traces, before);
    } catch (DataAccessException | TransactionException e) {
      // The answer to its commit may be lost: this attempt sent nothing yet, so its claim is good.
      return database
          .inAccount(
              account, jdbc -> table.lock(jdbc, ref).filter(row -> Claims.isHeld(jdbc, row, claim)))
          .or(() -> {
            throw e;
          });
    }
  }

  private Optional<ApprovalRow> claimed(
      ApprovalRef ref, String claim, List<Trace> traces, Optional<String> before) {
    return database.inAccount(
        new AccountId(ref.accountId()),
        jdbc -> {
          Optional<ApprovalRow> locked = table.lock(jdbc, ref);
          locked.ifPresent(row -> {
            LostClaims.recall(jdbc, row, traces);
            before.ifPresent(by -> LostClaims.recall(jdbc, row, new Claim(row.round(), by)));
          });
          return locked.filter(row -> Claims.take(jdbc, row, claim, target));
        });
  }

  /** What was put off has Temporal try again, later each time. */
  private static void requireSettled(Sent sent, Heartbeats heartbeats) {
    if (sent instanceof NotNow(String reason)) {
      heartbeats.takeBack();
      throw new ProblemException(ProblemType.UNAVAILABLE, reason);
    }
  }

  /** A claim that cannot be confirmed lets nothing leave. */
  private boolean isHeld(ApprovalRow row, String claim) {
    try {
      return database.inAccount(row.account(), jdbc -> Claims.isHeld(jdbc, row, claim));
    } catch (DataAccessException | TransactionException e) {
      throw new ProblemException(
              ProblemType.UNAVAILABLE, "The claim on it could not be confirmed; it is tried again.")
          .causedBy(e);
    }
  }

  /**
   * A result that exists is worth waiting for the database; without it the outcome is unknown. True
   * when it came late, so that the workflow believes something else by now.
   */
  private boolean store(ApprovalRow row, String claim, Sent sent) {
    return WorthWaiting.forDatabase(
        "The result of " + row.ref().workflowId(),
        () -> database.inAccount(row.account(), jdbc -> store(jdbc, row, claim, sent)));
  }

  private boolean store(JdbcClient jdbc, ApprovalRow claimed, String claim, Sent sent) {
    ApprovalRow now = table.lock(jdbc, claimed.ref()).orElseThrow();
    Claim mine = new Claim(claimed.round(), claim);
    if (!(sent instanceof NotNow)) {
      LostClaims.recall(jdbc, now, mine);
    }
    outcomes.store(jdbc, now, mine, sent);
    return now.execution() == ExecutionStatus.OUTCOME_UNKNOWN;
  }

  private static String claim(ActivityInfo info) {
    return info.getWorkflowRunId() + "/" + info.getActivityId() + "/" + info.getAttempt();
  }
}
