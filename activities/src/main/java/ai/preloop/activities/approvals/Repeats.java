package ai.preloop.activities.approvals;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Digests;
import ai.preloop.activities.database.Storable;
import ai.preloop.workflows.approvals.ApprovalRef;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells a call that is repeated from a new one. Under a client's own id of the call it is the same
 * request, always in one session and for a while across sessions. Without one it is the same as
 * long as something may still come of it, and for a while after its end if nobody was told of that.
 * Tokens of one key that are for different work never make the same call.
 */
final class Repeats {

  private static final int LONGEST_CALL_ID = 200;

  private static final String SAME_CALL =
      """
      subject_id = :subject and server_id is not distinct from :server::uuid and method = :method
        and tool_name = :tool and digest = :digest and kind = :kind
        and subject_labels is not distinct from :labels
      """;

  private static final String BY_CALL_ID =
      """
      select id, (%1$s) as same from approval_requests
      where account_id = :account and subject_id = :subject and client_call_id = :call
        and kind = :kind
        and (session_id = :session::uuid and not stateless
             or created_at > clock_timestamp() - make_interval(secs => :within) and (%1$s))
      order by session_id = :session::uuid and not stateless desc nulls last, created_at desc limit 1
      """
          .formatted(SAME_CALL);

  /** What asks only has no execution: it ends with the decision. */
  private static final String WITHOUT_CALL_ID =
      """
      select id from approval_requests r
      where account_id = :account and %s and client_call_id is null and delivered_at is null
        and (status = 'pending'
             or status = 'approved' and server_id is not null
                and execution_status in ('none', 'executing', 'outcome_unknown')
             or status = 'approved' and clock_timestamp() - make_interval(secs => :within) < coalesce(
                  (select finished_at from executions e
                   where e.approval_id = r.id and e.account_id = r.account_id
                     and e.round = r.execution_round),
                  decided_at))
      order by created_at desc limit 1
      """
          .formatted(SAME_CALL);

  private Repeats() {}

  /** The request that this call opened before; CONFLICT for a call that is not to be asked now. */
  static Optional<ApprovalRef> of(JdbcClient jdbc, Asked asked, RepeatWindows windows) {
    String callId = callId(asked);
    Optional<ApprovalRef> before =
        callId == null
            ? withoutCallId(jdbc, asked, windows.ended())
            : byCallId(jdbc, asked, callId, windows.callId());
    if (before.isEmpty()) {
      refuseDeclined(jdbc, asked);
    }
    return before;
  }

  /**
   * Whoever asked last carries a request on while people decide: a token of before may be over by
   * the time that they have.
   */
  static void carryOn(JdbcClient jdbc, ApprovalRef ref, @Nullable UUID token) {
    jdbc.sql(
            """
            update approval_requests set subject_token = :token::uuid
            where id = :id and account_id = :account and status = 'pending'
              and subject_token is distinct from :token::uuid
            """)
        .param("token", token)
        .param("id", ref.approvalId())
        .param("account", ref.accountId())
        .update();
  }

  /** The client's id as it is kept; a digest of one that cannot be kept whole. */
  static @Nullable String callId(Asked asked) {
    String id = asked.caller().clientCallId();
    if (id == null || (id.length() <= LONGEST_CALL_ID && Storable.text(id).equals(id))) {
      return id;
    }
    return "sha256:" + HexFormat.of().formatHex(Digests.sha256(id.getBytes(UTF_16BE)));
  }

  private static Optional<ApprovalRef> byCallId(
      JdbcClient jdbc, Asked asked, String callId, Duration within) {
    Optional<Found> found =
        statement(jdbc, asked, BY_CALL_ID)
            .param("call", callId)
            .param("session", asked.caller().sessionId())
            .param("within", within.toSeconds())
            .query((row, number) ->
                new Found(ref(asked, Columns.uuid(row, "id")), row.getBoolean("same")))
            .optional();
    if (found.isPresent() && !found.get().same()) {
      throw Decisions.conflict(
          "The call id was used for another call in this session before, so this call was not made; give each call an id of its own.");
    }
    return found.map(Found::ref);
  }

  private static Optional<ApprovalRef> withoutCallId(
      JdbcClient jdbc, Asked asked, Duration within) {
    return statement(jdbc, asked, WITHOUT_CALL_ID)
        .param("within", within.toSeconds())
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
            declined(asked, row.getString("decided_by"), row.getString("decision_comment")))
        .optional()
        .ifPresent(sentence -> {
          throw Decisions.conflict(sentence);
        });
  }

  private static String declined(Asked asked, String by, @Nullable String comment) {
    String sentence =
        switch (asked.kind()) {
          case CALL ->
              "The same call was declined by %s less than five minutes ago%s. It was not asked again; do not repeat it.";
          case RELEASE ->
              "The same call was made less than five minutes ago, and its result was withheld by %s%s. It was not made again; do not repeat it.";
        };
    return sentence.formatted(by, comment == null || comment.isBlank() ? "" : ": " + comment);
  }

  private static JdbcClient.StatementSpec statement(JdbcClient jdbc, Asked asked, String sql) {
    return jdbc.sql(sql)
        .param("account", asked.account().value())
        .param("subject", asked.caller().id())
        .param("server", asked.target().serverId())
        .param("method", asked.target().method())
        .param("tool", asked.target().tool())
        .param("kind", asked.kind().column())
        .param("labels", asked.caller().labels())
        .param("digest", Digests.sha256(asked.arguments()));
  }

  private static ApprovalRef ref(Asked asked, UUID id) {
    return new ApprovalRef(asked.account().value(), id);
  }

  private record Found(ApprovalRef ref, boolean same) {}
}
