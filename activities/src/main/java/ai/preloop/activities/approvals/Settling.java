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
      closing(Decider.decide(Votes.ballot(jdbc, row), row.asOf()))
          .ifPresent(end -> close(jdbc, row, end));
    }
  }

  private static Optional<End> closing(Outcome outcome) {
    return switch (outcome) {
      case Pending pending -> Optional.empty();
      case Approved(Instant at, var by) ->
          end(
              ApprovalStatus.APPROVED,
              at,
              by.stream().map(Voter::name).collect(Collectors.joining(", ")),
              null);
      case Declined(Instant at, Voter by, var comment) ->
          end(ApprovalStatus.DECLINED, at, by.name(), comment);
      case Expired(Instant at) -> end(ApprovalStatus.EXPIRED, at, Voter.SYSTEM.name(), null);
      case Cancelled(Instant at, String by, var reason) ->
          end(ApprovalStatus.CANCELLED, at, by, reason);
    };
  }

  private static Optional<End> end(
      ApprovalStatus status, Instant at, String by, @Nullable String comment) {
    return Optional.of(new End(status, at, by, comment));
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
        .param("by", end.by())
        .param("comment", end.comment())
        .param("id", row.ref().approvalId())
        .param("account", row.ref().accountId())
        .update();
    Events.add(jdbc, row.ref(), new Event(end.status().column(), end.by(), null, end.comment()));
  }

  /** How the request ends. */
  private record End(ApprovalStatus status, Instant at, String by, @Nullable String comment) {}
}
