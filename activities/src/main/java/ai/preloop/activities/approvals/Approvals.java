package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovalRow.Caller;
import ai.preloop.activities.approvals.ApprovalRow.Grounds;
import ai.preloop.activities.approvals.ApprovalRow.Kind;
import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.activities.approvals.ApprovalWorkflows.Start;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Answered;
import ai.preloop.activities.approvals.Openings.Opened;
import ai.preloop.activities.database.Database;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/** Opens approval requests: first the row, which is the truth, then the workflow that drives it. */
public final class Approvals {

  /** Results that are larger are not kept. */
  public static final int KEPT_BYTES = 10 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Approvals.class);

  private final Database database;
  private final ApprovalTable table;
  private final Openings openings;
  private final ApprovalWorkflows workflows;

  Approvals(
      Database database, ApprovalTable table, Openings openings, ApprovalWorkflows workflows) {
    this.database = database;
    this.table = table;
    this.openings = openings;
    this.workflows = workflows;
  }

  /**
   * A call that the policy wants a person to decide; {@code arguments} are the bytes to be sent.
   */
  public record Asked(
      AccountId account,
      Caller caller,
      Target target,
      byte[] arguments,
      @Nullable String justification,
      List<ApprovalWorkflow> workflows,
      Grounds grounds,
      Kind kind) {

    public Asked(
        AccountId account,
        Caller caller,
        Target target,
        byte[] arguments,
        @Nullable String justification,
        List<ApprovalWorkflow> workflows,
        Grounds grounds) {
      this(account, caller, target, arguments, justification, workflows, grounds, Kind.CALL);
    }

    /** About what the call is answered. */
    public Asked released() {
      return new Asked(
          account, caller, target, arguments, justification, workflows, grounds, Kind.RELEASE);
    }
  }

  /**
   * Opens a request and starts its workflow; a call that is repeated gets the request that it
   * opened before. Either way the caller is counted as one who waits, before anybody can see it: it
   * is the caller's to say when that is over ({@link Attendance#left}). RATE_LIMITED when the
   * caller has too many open; CONFLICT when the call was declined just now, or its id is another
   * call's; UNAVAILABLE when it is certain that the workflow was not started, in which case the row
   * is closed. When that is uncertain the request stands, and the reconciler starts it; when it is
   * uncertain whether there is a request at all, {@link #isUncertain} says so of the failure.
   */
  public ApprovalRow open(Asked asked) {
    Opened opened = openings.open(asked);
    if (opened.isNew()) {
      start(opened.row());
    }
    return opened.row();
  }

  /**
   * The request about the answer of the same call, if it was made before and the agent may not have
   * heard of its end; the caller is counted as one who waits. RATE_LIMITED when the caller has too
   * many open; CONFLICT when people withheld the answer just now.
   */
  public Optional<ApprovalRow> answeredBefore(Asked asked) {
    return openings.answeredBefore(asked.released());
  }

  /**
   * Asks whether the agent gets what a call was answered, which is kept from now on; where the
   * workflow cannot be started now, the reconciler starts it. The caller is counted as one who
   * waits. UNAVAILABLE when the answer could not be kept.
   */
  public ApprovalRow withhold(Asked asked, Answered answer) {
    ApprovalRow row = openings.withheld(asked.released(), answer);
    if (workflows.start(row) == Start.STARTED) {
      recordStart(row);
    }
    return row;
  }

  /** Whether people may be asked after all; whoever repeats the call gets their request. */
  public static boolean isUncertain(RuntimeException failure) {
    return Openings.isUncertain(failure);
  }

  private void start(ApprovalRow row) {
    Start start = workflows.start(row);
    if (start == Start.NOT_STARTED && isGivenUp(row)) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The approval could not be opened, so the call was not made; try again later.");
    }
    if (start == Start.STARTED) {
      recordStart(row);
    }
  }

  /**
   * A row that was not closed by this stands, and the agent is told so: it was decided just now, or
   * may still be.
   */
  private boolean isGivenUp(ApprovalRow row) {
    try {
      return database.inAccount(row.account(), jdbc -> giveUp(jdbc, row.ref()))
          == ApprovalStatus.CANCELLED;
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("{} stays open: {}", row.ref().workflowId(), e.getMessage());
      return false;
    }
  }

  /** The request is open whether or not this is known; the reconciler looks after it otherwise. */
  private void recordStart(ApprovalRow row) {
    try {
      database.doInAccount(
          row.account(), jdbc -> Starts.record(jdbc, row.ref(), workflows.store()));
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("The start of {} is not noted: {}", row.ref().workflowId(), e.getMessage());
    }
  }

  /** In one order with every vote: whoever came first is right. */
  private ApprovalStatus giveUp(JdbcClient jdbc, ApprovalRef ref) {
    ApprovalRow open = table.lock(jdbc, ref).orElseThrow(Decisions::notFound);
    if (open.cancellation() == null) {
      Requests.cancel(jdbc, ref, Actor.SYSTEM, "It could not be started");
    }
    Settling.settle(jdbc, table.find(jdbc, ref).orElseThrow());
    return table.find(jdbc, ref).orElseThrow().status();
  }
}
