package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Digests;
import ai.preloop.activities.database.Storable;
import ai.preloop.workflows.approvals.ApprovalRef;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells a call that is repeated from a new one. Under a client's own id of the call it is always
 * the same request; without one it is the same until what came of it has been told.
 */
final class Repeats {

  static final int LONGEST_CALL_ID = 256;

  private static final String SAME_CALL =
      """
      subject_id = :subject and server_id is not distinct from :server::uuid and tool_name = :tool
        and digest = :digest
      """;

  private Repeats() {}

  /** The request that this call opened before; CONFLICT for a call that is not to be asked now. */
  static Optional<ApprovalRef> of(JdbcClient jdbc, Asked asked) {
    String callId = callId(asked);
    Optional<ApprovalRef> before =
        callId == null ? undelivered(jdbc, asked) : byCallId(jdbc, asked, callId);
    if (before.isEmpty()) {
      refuseDeclined(jdbc, asked);
    }
    return before;
  }

  static @Nullable String callId(Asked asked) {
    return Storable.shortened(asked.caller().clientCallId(), LONGEST_CALL_ID);
  }

  private static Optional<ApprovalRef> byCallId(JdbcClient jdbc, Asked asked, String callId) {
    Optional<Found> found =
        statement(
                jdbc,
                asked,
                "select id, ("
                    + SAME_CALL
                    + ") as same from approval_requests"
                    + " where account_id = :account and subject_id = :subject and client_call_id = :call")
            .param("call", callId)
            .query((row, number) ->
                new Found(ref(asked, Columns.uuid(row, "id")), row.getBoolean("same")))
            .optional();
    if (found.isPresent() && !found.get().same()) {
      throw Decisions.conflict(
          "The call id was used for another call before, so this call was not made; give each call an id of its own.");
    }
    return found.map(Found::ref);
  }

  private static Optional<ApprovalRef> undelivered(JdbcClient jdbc, Asked asked) {
    return statement(
            jdbc,
            asked,
            "select id from approval_requests where account_id = :account and "
                + SAME_CALL
                + " and client_call_id is null and delivered_at is null and status in ('pending', 'approved')")
        .query((row, number) -> ref(asked, Columns.uuid(row, "id")))
        .optional();
  }

  private static void refuseDeclined(JdbcClient jdbc, Asked asked) {
    statement(
            jdbc,
            asked,
            "select decided_by, decision_comment from approval_requests where account_id = :account and "
                + SAME_CALL
                + " and status = 'declined' and decided_at > clock_timestamp() - interval '5 minutes'"
                + " order by decided_at desc limit 1")
        .query((row, number) ->
            declined(row.getString("decided_by"), row.getString("decision_comment")))
        .optional()
        .ifPresent(sentence -> {
          throw Decisions.conflict(sentence);
        });
  }

  private static String declined(String by, @Nullable String comment) {
    return "The same call was declined by %s less than five minutes ago%s. It was not asked again; do not repeat it."
        .formatted(by, comment == null || comment.isBlank() ? "" : ": " + comment);
  }

  private static JdbcClient.StatementSpec statement(JdbcClient jdbc, Asked asked, String sql) {
    return jdbc.sql(sql)
        .param("account", asked.account().value())
        .param("subject", asked.caller().id())
        .param("server", asked.target().serverId())
        .param("tool", asked.target().tool())
        .param("digest", Digests.sha256(asked.arguments()));
  }

  private static ApprovalRef ref(Asked asked, UUID id) {
    return new ApprovalRef(asked.account().value(), id);
  }

  private record Found(ApprovalRef ref, boolean same) {}
}
