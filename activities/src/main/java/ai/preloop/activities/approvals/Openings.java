package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Answered;
import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Turn;
import ai.preloop.activities.limits.InFlight;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/** The rows of requests that are opened, one for a call however often it comes. */
final class Openings {

  /**
   * In the database one opening of a caller waits for the other; so many hold a connection for it,
   * and a burst of one caller leaves the others theirs.
   */
  private static final int OF_ONE_CALLER = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Map<String, Object> UNCERTAIN = Map.of("outcome", "unknown");

  private final Database database;
  private final ApprovalTable table;
  private final SealedContent sealed;
  private final ApprovalWorkflows workflows;
  private final int openPerSubject;
  private final RepeatWindows repeats;
  private final InFlight ofCallers = new InFlight(OF_ONE_CALLER);

  Openings(
      Database database,
      ApprovalTable table,
      SealedContent sealed,
      ApprovalWorkflows workflows,
      OpenLimit limit,
      RepeatWindows repeats) {
    this.database = database;
    this.table = table;
    this.sealed = sealed;
    this.workflows = workflows;
    this.openPerSubject = limit.perCaller();
    this.repeats = repeats;
  }

  /** A request, and whether it was opened just now. */
  record Opened(ApprovalRow row, boolean isNew) {}

  /** Finds the request of a repeated call, or opens one, which exists once this has returned. */
  Opened open(Asked asked) {
    try (var _ = ofCallers.enter(asked.caller().id(), PATIENCE).orElseThrow(Openings::tooMany)) {
      return committed(asked, new ApprovalRef(asked.account().value(), Ids.next()));
    }
  }

  /** The request about the answer of the same call, if it was made before. */
  Optional<ApprovalRow> answeredBefore(Asked asked) {
    try (var _ = ofCallers.enter(asked.caller().id(), PATIENCE).orElseThrow(Openings::tooMany)) {
      return looked(asked);
    }
  }

  private Optional<ApprovalRow> looked(Asked asked) {
    return database.inAccount(
        asked.account(),
        jdbc -> {
          awaitTurn(jdbc, asked.caller().id());
          Optional<ApprovalRow> before =
              Repeats.of(jdbc, asked, repeats).map(ref -> attach(jdbc, asked, ref).row());
          if (before.isEmpty()) {
            limit(jdbc, asked);
          }
          return before;
        });
  }

  /** The call was made, so its answer is worth waiting for a database that is away for a while. */
  ApprovalRow withheld(Asked asked, Answered answer) {
    ApprovalRef ref = new ApprovalRef(asked.account().value(), Ids.next());
    Withheld withheld = new Withheld(sealed, table);
    return WorthWaiting.forDatabase(
        "The answer of " + asked.target().tool(),
        () -> database.inAccount(asked.account(), jdbc -> withheld.keep(jdbc, ref, asked, answer)));
  }

  static boolean isUncertain(RuntimeException failure) {
    return failure instanceof ProblemException problem && problem.extensions().equals(UNCERTAIN);
  }

  /** A commit whose answer was lost may have happened, so that its row is looked for. */
  private Opened committed(Asked asked, ApprovalRef ref) {
    AtomicReference<@Nullable Opened> committing = new AtomicReference<>();
    try {
      return database.inAccount(
          asked.account(),
          jdbc -> {
            Opened opened = findOrInsert(jdbc, asked, ref);
            committing.set(opened);
            return opened;
          });
    } catch (DataAccessException | TransactionException e) {
      Opened lost = committing.get();
      if (lost == null) {
        throw e;
      }
      return found(asked, lost, e).orElseThrow(() -> e);
    }
  }

  /** In the caller's turn, which the transaction of before keeps until it is decided. */
  private Optional<Opened> found(Asked asked, Opened lost, RuntimeException failure) {
    try {
      return database.inAccount(
          asked.account(),
          jdbc -> {
            awaitTurn(jdbc, asked.caller().id());
            // Whoever repeats a call may be counted twice by this, which only closes too little.
            return lost.isNew()
                ? table.find(jdbc, lost.row().ref()).map(row -> new Opened(row, true))
                : Optional.of(attach(jdbc, asked, lost.row().ref()));
          });
    } catch (DataAccessException | TransactionException e) {
      failure.addSuppressed(e);
      throw new ProblemException(
              ProblemType.UNAVAILABLE,
              "The database was lost while people were being asked, and whether they are is not known; the call was not made. Make the same call again in a moment: it belongs to the request, if there is one.",
              UNCERTAIN)
          .causedBy(failure);
    }
  }

  /**
   * One caller's requests are opened one after the other, so that a repeated call finds its own.
   */
  private Opened findOrInsert(JdbcClient jdbc, Asked asked, ApprovalRef ref) {
    awaitTurn(jdbc, asked.caller().id());
    return Repeats.of(jdbc, asked, repeats)
        .map(before -> attach(jdbc, asked, before))
        .orElseGet(() -> new Opened(insert(jdbc, asked, ref), true));
  }

  private static void awaitTurn(JdbcClient jdbc, UUID caller) {
    Turn.await(jdbc, caller.toString());
  }

  private Opened attach(JdbcClient jdbc, Asked asked, ApprovalRef ref) {
    Attendance.count(jdbc, ref, 1);
    Repeats.carryOn(jdbc, ref, asked.caller().token());
    return new Opened(table.find(jdbc, ref).orElseThrow(), false);
  }

  private ApprovalRow insert(JdbcClient jdbc, Asked asked, ApprovalRef ref) {
    workflows.requireStartable();
    limit(jdbc, asked);
    Terms terms = Electorates.terms(jdbc, asked.account(), asked.workflows());
    NewRequest.insert(jdbc, ref, asked, terms, sealed);
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

  private static ProblemException tooMany() {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "Too many calls are being asked about at once, so this one was not made; try again in a moment.");
  }
}
