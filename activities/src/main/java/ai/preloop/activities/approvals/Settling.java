package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.database.Columns;
import ai.preloop.policies.quorum.Decider;
import ai.preloop.policies.quorum.Outcome;
import ai.preloop.policies.quorum.Outcome.Approved;
import ai.preloop.policies.quorum.Outcome.Cancelled;
import ai.preloop.policies.quorum.Outcome.Declined;
import ai.preloop.policies.quorum.Outcome.Expired;
import ai.preloop.policies.quorum.Outcome.Pending;
import ai.preloop.policies.quorum.Voter;
import ai.preloop.workflows.approvals.ApprovalStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Turns what the votes, a cancellation and the clock add up to into the row's status, once. */
final class Settling {

  private Settling() {}

  /** Settles a row that the caller has locked. */
  static void settle(JdbcClient jdbc, ApprovalRow row) {
    if (row.status() == ApprovalStatus.PENDING) {
      closing(jdbc, row, Decider.decide(Votes.ballot(jdbc, row), row.asOf()))
          .ifPresent(end -> close(jdbc, row, end));
    }
  }

  private static Optional<End> closing(JdbcClient jdbc, ApprovalRow row, Outcome outcome) {
    return switch (outcome) {
      case Pending pending -> Optional.empty();
      case Approved(Instant at, var by) -> end(ApprovalStatus.APPROVED, at, together(by), null);
      case Declined(Instant at, Voter by, var comment) ->
          end(ApprovalStatus.DECLINED, at, Actor.of(by), comment);
      case Expired(Instant at) -> end(ApprovalStatus.EXPIRED, at, Actor.SYSTEM, null);
      case Cancelled(Instant at, String by, var reason) ->
          end(ApprovalStatus.CANCELLED, at, canceller(jdbc, row, by), reason);
    };
  }

  private static Optional<End> end(
      ApprovalStatus status, Instant at, Actor by, @Nullable String comment) {
    return Optional.of(new End(status, at, by, comment));
  }

  private static Actor together(List<Voter> voters) {
    return voters.size() == 1
        ? Actor.of(voters.getFirst())
        : Actor.user(
            null, voters.stream().map(Voter::name).collect(Collectors.joining(", ")), null);
  }

  /** A request from before actors were kept says the name only. */
  private static Actor canceller(JdbcClient jdbc, ApprovalRow row, String name) {
    return jdbc.sql(
            """
            select cancel_actor_type, cancel_actor_id from approval_requests
            where id = ? and account_id = ? and cancel_actor_type is not null
            """)
        .params(row.ref().approvalId(), row.ref().accountId())
        .query((found, number) ->
            new Actor(
                found.getString("cancel_actor_type"),
                Columns.nullableUuid(found, "cancel_actor_id"),
                name,
                null))
        .optional()
        .orElseGet(() -> Actor.user(null, name, null));
  }

  private static void close(JdbcClient jdbc, ApprovalRow row, End end) {
    jdbc.sql(
            """
            update approval_requests
            set status = :status, decided_at = :at, decided_by = :by, decision_comment = :comment
            where id = :id and account_id = :account and status = 'pending'
            """)
        .param("status", end.status().column())
        .param("at", Columns.parameter(end.at()))
        .param("by", end.by().name())
        .param("comment", end.comment())
        .param("id", row.ref().approvalId())
        .param("account", row.ref().accountId())
        .update();
    Events.add(jdbc, row.ref(), new Event(end.status().column(), end.by(), null, end.comment()));
  }

  /** How the request ends. */
  private record End(ApprovalStatus status, Instant at, Actor by, @Nullable String comment) {}
}
