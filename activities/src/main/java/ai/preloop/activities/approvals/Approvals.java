package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovalRow.Caller;
import ai.preloop.activities.approvals.ApprovalRow.Grounds;
import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.activities.approvals.ApprovalWorkflows.Start;
import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.database.Database;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/** Opens approval requests: first the row, which is the truth, then the workflow that drives it. */
public final class Approvals {

  private static final Logger LOG = LoggerFactory.getLogger(Approvals.class);

  private final Database database;
  private final ApprovalTable table;
  private final SealedContent sealed;
  private final ApprovalWorkflows workflows;
  private final int openPerSubject;
  private final RepeatWindows repeats;
  private final Turns turns = new Turns(3, Duration.ofSeconds(5));

  Approvals(
      Database database,
      ApprovalTable table,
      SealedContent sealed,
      ApprovalWorkflows workflows,
      int openPerSubject,
      RepeatWindows repeats) {
    this.database = database;
    this.table = table;
    this.sealed = sealed;
    this.workflows = workflows;
    this.openPerSubject = openPerSubject;
    this.repeats = repeats;
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
      Grounds grounds) {}

  /**
   * Opens a request and starts its workflow; a call that is repeated gets the request that it
   * opened before. Either way the caller is counted as one who waits, before anybody can see it: it
   * is the caller's to say when that is over ({@link Attendance#left}). RATE_LIMITED when the
   * caller has too many open; CONFLICT when the call was declined just now, or its id is another
   * call's; UNAVAILABLE when it is certain that the workflow was not started, in which case the row
   * is closed. When that is uncertain the request stands, and the reconciler starts it.
   */
  public ApprovalRow open(Asked asked) {
    Opened opened =
        turns.take(
            asked.caller().id(),
            () -> database.inAccount(asked.account(), jdbc -> findOrInsert(jdbc, asked)));
    if (opened.isNew()) {
      start(opened.row());
    }
    return opened.row();
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

  /**
   * One caller's requests are opened one after the other, on all nodes, so that a repeated call
   * finds its own.
   */
  private Opened findOrInsert(JdbcClient jdbc, Asked asked) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param(asked.caller().id().toString())
        .query((row, number) -> 1)
        .single();
    return Repeats.of(jdbc, asked, repeats)
        .map(ref -> attach(jdbc, ref))
        .orElseGet(() -> new Opened(insert(jdbc, asked), true));
  }

  private Opened attach(JdbcClient jdbc, ApprovalRef ref) {
    Attendance.count(jdbc, ref, 1);
    return new Opened(table.find(jdbc, ref).orElseThrow(), false);
  }

  private ApprovalRow insert(JdbcClient jdbc, Asked asked) {
    workflows.requireStartable();
    limit(jdbc, asked);
    ApprovalRef ref = new ApprovalRef(asked.account().value(), Ids.next());
    Terms terms = Electorates.terms(jdbc, asked.account(), asked.workflows());
    Opening.insert(jdbc, ref, asked, terms, sealed);
    Events.add(
        jdbc, ref, Event.of("opened", asked.caller().actor(), asked.target().qualifiedTool()));
    return table.find(jdbc, ref).orElseThrow();
  }

  private void limit(JdbcClient jdbc, Asked asked) {
    int open = ApprovalTable.countOpen(jdbc, asked.account().value(), asked.caller().id());
    if (open >= openPerSubject) {
      throw new ProblemException(
          ProblemType.RATE_LIMITED,
          "%d calls of %s are waiting for a decision already, which is the limit; this one was not made. Wait for some of them with get_approval_status."
              .formatted(open, asked.caller().name()));
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

  /** A request, and whether it was opened just now. */
  private record Opened(ApprovalRow row, boolean isNew) {}
}
