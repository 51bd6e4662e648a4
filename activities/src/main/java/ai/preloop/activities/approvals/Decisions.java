package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovalRow.Closing;
import ai.preloop.activities.database.Database;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.AccountId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What people say of a request. The edge's part is to commit it, then to tell the workflow; what it
 * led to is read from the row.
 */
public final class Decisions {

  private final Database database;
  private final ApprovalTable table;
  private final ApprovalWorkflows workflows;

  Decisions(Database database, ApprovalTable table, ApprovalWorkflows workflows) {
    this.database = database;
    this.table = table;
    this.workflows = workflows;
  }

  /** Whether what was said took effect, or is only recorded so far and will. */
  public enum Effect {
    DONE,
    RECORDED
  }

  /** Commits a vote and lets it count; CONFLICT when the request is closed or it came too late. */
  public Effect vote(Elector elector, UUID approval, Ballot ballot) {
    return vote(elector, approval, ballot, (jdbc, row) -> {});
  }

  /** As above; {@code also} joins the transaction that commits the vote. */
  Effect vote(
      Elector elector, UUID approval, Ballot ballot, BiConsumer<JdbcClient, ApprovalRow> also) {
    return tell(cast(elector, approval, ballot, also));
  }

  /** The first half of a vote: it is committed. */
  Cast cast(
      Elector elector, UUID approval, Ballot ballot, BiConsumer<JdbcClient, ApprovalRow> also) {
    ApprovalRef ref = new ApprovalRef(elector.account().value(), approval);
    return database.inAccount(
        elector.account(),
        jdbc -> {
          ApprovalRow row = locked(jdbc, ref);
          UUID vote = Casting.cast(jdbc, row, elector, ballot);
          also.accept(jdbc, row);
          return new Cast(row, vote);
        });
  }

  /** The second half: the workflow is told of the vote, and what it led to is read. */
  Effect tell(Cast cast) {
    return effect(cast, workflows.decide(cast.row(), cast.vote()));
  }

  /** Asks for a pending request to be closed. */
  public Effect cancel(Elector elector, UUID approval, @Nullable String reason) {
    ApprovalRef ref = new ApprovalRef(elector.account().value(), approval);
    ApprovalRow row =
        database.inAccount(
            elector.account(),
            jdbc -> {
              ApprovalRow open = requireOpen(locked(jdbc, ref));
              Requests.cancel(jdbc, ref, elector.actor(), reason);
              return open;
            });
    workflows.cancel(row);
    ApprovalRow after = find(ref);
    Closing closing = after.closing();
    if (closing != null && after.status() != ApprovalStatus.CANCELLED) {
      throw closedAlready(after, closing);
    }
    return closing == null ? Effect.RECORDED : Effect.DONE;
  }

  /**
   * Says what became of a call whose outcome is unknown: resend, succeeded or failed. CONFLICT when
   * the call's own answer came first.
   */
  public Effect resolve(Elector elector, UUID approval, String action, @Nullable String comment) {
    ApprovalRef ref = new ApprovalRef(elector.account().value(), approval);
    ApprovalRow row =
        database.inAccount(
            elector.account(),
            jdbc -> {
              ApprovalRow doubtful = locked(jdbc, ref);
              Casting.requireEligible(jdbc, doubtful, elector);
              Requests.resolve(jdbc, doubtful, elector, action, comment);
              return table.find(jdbc, ref).orElseThrow();
            });
    workflows.resolve(row);
    ApprovalRow after = find(ref);
    requireNotOvertaken(row, after);
    return after.resolution() == null ? Effect.DONE : Effect.RECORDED;
  }

  private void requireNotOvertaken(ApprovalRow asked, ApprovalRow after) {
    Instant since = Objects.requireNonNull(asked.resolution()).at();
    if (database.inAccount(
        after.account(), jdbc -> Resolving.isOvertaken(jdbc, after.ref(), since))) {
      throw conflict(
          "The call's own answer came first: it has %s, and that stands."
              .formatted(after.execution().column()));
    }
  }

  private Effect effect(Cast cast, boolean told) {
    ApprovalRow after = find(cast.row().ref());
    Closing closing = after.closing();
    if (closing == null) {
      return told ? Effect.DONE : Effect.RECORDED;
    }
    boolean counted =
        database.inAccount(
            after.account(),
            jdbc ->
                Votes.of(jdbc, after.ref()).stream()
                    .anyMatch(v -> v.id().equals(cast.vote()) && Votes.cameInTime(v, after)));
    if (!counted) {
      throw closedAlready(after, closing);
    }
    return Effect.DONE;
  }

  ApprovalRow find(ApprovalRef ref) {
    return database.inAccount(
        new AccountId(ref.accountId()),
        jdbc -> table.find(jdbc, ref).orElseThrow(Decisions::notFound));
  }

  private ApprovalRow locked(JdbcClient jdbc, ApprovalRef ref) {
    return table.lock(jdbc, ref).orElseThrow(Decisions::notFound);
  }

  /** Refuses, with by whom and when, a request that is not open any more. */
  static ApprovalRow requireOpen(ApprovalRow row) {
    Closing closing = row.closing();
    if (closing != null) {
      throw closedAlready(row, closing);
    }
    if (row.cancellation() != null) {
      throw conflict("It is being cancelled by %s.".formatted(row.cancellation().by()));
    }
    if (row.remaining().isZero()) {
      throw conflict("It is too late: the time ended at %s.".formatted(second(row.deadline())));
    }
    return row;
  }

  static ProblemException conflict(String detail) {
    return new ProblemException(ProblemType.CONFLICT, detail);
  }

  static ProblemException notFound() {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no such approval request.");
  }

  private static ProblemException closedAlready(ApprovalRow row, Closing closing) {
    if (row.status() == ApprovalStatus.EXPIRED) {
      return conflict(
          "It expired at %s, before enough people had decided.".formatted(second(closing.at())));
    }
    return conflict(
        "It was %s by %s at %s already."
            .formatted(row.status().column(), closing.by(), second(closing.at())));
  }

  private static Instant second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  /** A committed vote, and its request as it was then. */
  record Cast(ApprovalRow row, UUID vote) {}
}
