package ai.preloop.activities.approvals;

import ai.preloop.activities.database.Storable;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people ask of a row beside voting; the workflow does it when it looks. */
final class Requests {

  private static final Set<String> RESOLUTIONS = Set.of("resend", "succeeded", "failed");

  private static final int LONGEST = 4_000;

  private Requests() {}

  /** Its caller takes it back, under this name. */
  static void cancel(JdbcClient jdbc, ApprovalRef ref, String by, @Nullable String reason) {
    jdbc.sql(
            """
            update approval_requests
            set cancel_requested_at = clock_timestamp(), cancel_requested_by = :by,
                cancel_actor_type = subject_type, cancel_actor_id = subject_id,
                cancel_reason = :reason
            where id = :id and account_id = :account and status = 'pending'
              and cancel_requested_at is null
            """)
        .param("by", by)
        .param("reason", Storable.shortened(reason, LONGEST))
        .param("id", ref.approvalId())
        .param("account", ref.accountId())
        .update();
  }

  static void cancel(JdbcClient jdbc, ApprovalRef ref, Actor by, @Nullable String reason) {
    jdbc.sql(
            """
            update approval_requests
            set cancel_requested_at = clock_timestamp(), cancel_requested_by = :by,
                cancel_actor_type = :type, cancel_actor_id = :actor::uuid, cancel_reason = :reason
            where id = :id and account_id = :account and status = 'pending'
              and cancel_requested_at is null
            """)
        .param("by", by.name())
        .param("type", by.type())
        .param("actor", by.id())
        .param("reason", Storable.shortened(reason, LONGEST))
        .param("id", ref.approvalId())
        .param("account", ref.accountId())
        .update();
  }

  static void resolve(
      JdbcClient jdbc, ApprovalRow row, Elector by, String action, @Nullable String comment) {
    if (!RESOLUTIONS.contains(action)) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "The action is one of resend, succeeded and failed.");
    }
    if (row.execution() != ExecutionStatus.OUTCOME_UNKNOWN) {
      throw Decisions.conflict(
          "Only a call whose outcome is unknown can be resolved; this one is %s."
              .formatted(row.execution().column()));
    }
    if (row.resolution() != null) {
      throw Decisions.conflict("It is being resolved by %s.".formatted(row.resolution().by()));
    }
    jdbc.sql(
            """
            update approval_requests
            set resolve_action = :action, resolve_requested_at = clock_timestamp(),
                resolve_requested_by = :by, resolve_actor_id = :actor, resolve_comment = :comment
            where id = :id and account_id = :account and execution_status = 'outcome_unknown'
            """)
        .param("action", action)
        .param("by", by.name())
        .param("actor", by.user())
        .param("comment", Storable.shortened(comment, LONGEST))
        .param("id", row.ref().approvalId())
        .param("account", row.ref().accountId())
        .update();
  }
}
