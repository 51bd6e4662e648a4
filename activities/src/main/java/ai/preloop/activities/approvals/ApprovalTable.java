package ai.preloop.activities.approvals;

import static ai.preloop.activities.database.Columns.instant;
import static ai.preloop.activities.database.Columns.nullableInstant;
import static ai.preloop.activities.database.Columns.nullableUuid;
import static ai.preloop.activities.database.Columns.uuid;

import ai.preloop.activities.approvals.ApprovalRow.Caller;
import ai.preloop.activities.approvals.ApprovalRow.Closing;
import ai.preloop.activities.approvals.ApprovalRow.Content;
import ai.preloop.activities.approvals.ApprovalRow.Content.Presence;
import ai.preloop.activities.approvals.ApprovalRow.Grounds;
import ai.preloop.activities.approvals.ApprovalRow.Resolution;
import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.quorum.Cancellation;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads request rows and opens what is sealed in them. */
final class ApprovalTable {

  private static final String COLUMNS =
      """
      select r.id, r.account_id, r.status, r.execution_status, r.execution_round, r.kind, r.server_id,
        r.server_name, r.server_url, r.method, r.tool_name, r.definition_hash, r.repeatable, r.subject_type,
        r.subject_id, r.subject_name, r.subject_user_id, r.session_id, r.client_call_id,
        r.correlation_id, r.session_calls, r.subject_token, r.subject_labels, r.digest, r.workflows,
        r.policy_version, r.rules,
        r.created_at, r.deadline, r.cancel_requested_at, r.cancel_requested_by, r.cancel_reason,
        r.resolve_requested_at, r.resolve_action, r.resolve_requested_by, r.resolve_actor_id,
        r.resolve_comment, r.decided_at, r.decided_by, r.decision_comment, r.workflow_store,
        clock_timestamp() as as_of,
      """;

  private static final String SELECT =
      COLUMNS + "  r.arguments, r.justification from approval_requests r ";

  /** A page of the largest of both could be more than a node can hold. */
  static final String SELECT_LISTED =
      COLUMNS
          + """
            case when octet_length(r.arguments) <= 65536 then r.arguments end as arguments,
            case when octet_length(r.justification) <= 16384 then r.justification end
              as justification
          from approval_requests r
          """;

  private static final Logger LOG = LoggerFactory.getLogger(ApprovalTable.class);

  private final SealedContent sealed;

  ApprovalTable(SealedContent sealed) {
    this.sealed = sealed;
  }

  Optional<ApprovalRow> find(JdbcClient jdbc, ApprovalRef ref) {
    return one(jdbc, SELECT, ref);
  }

  /** The row, whose arguments are left out where they are large. */
  Optional<ApprovalRow> outline(JdbcClient jdbc, ApprovalRef ref) {
    return one(jdbc, SELECT_LISTED, ref);
  }

  /** The row, locked until the transaction ends: what follows is in one order with all else. */
  Optional<ApprovalRow> lock(JdbcClient jdbc, ApprovalRef ref) {
    // The lock is taken first: the second statement then reads the clock after any wait for it.
    jdbc.sql("select 1 from approval_requests where id = ? and account_id = ? for update")
        .params(ref.approvalId(), ref.accountId())
        .query(Integer.class)
        .optional();
    return one(jdbc, SELECT, ref);
  }

  private Optional<ApprovalRow> one(JdbcClient jdbc, String select, ApprovalRef ref) {
    return jdbc.sql(select + "where r.id = ? and r.account_id = ?")
        .params(ref.approvalId(), ref.accountId())
        .query(this::map)
        .optional();
  }

  ApprovalRow map(ResultSet row, int number) throws SQLException {
    return map(row, content(row, ref(row)));
  }

  /** As above, for a list, which one row that cannot be opened must not spoil. */
  ApprovalRow mapListed(ResultSet row, int number) throws SQLException {
    try {
      return map(row, number);
    } catch (ProblemException e) {
      LOG.warn("{} cannot be opened: {}", ref(row).workflowId(), e.detail());
      return map(row, Content.unreadable(row.getBytes("digest")));
    }
  }

  private static ApprovalRef ref(ResultSet row) throws SQLException {
    return new ApprovalRef(uuid(row, "account_id"), uuid(row, "id"));
  }

  private static ApprovalRow map(ResultSet row, Content content) throws SQLException {
    ApprovalRef ref = ref(row);
    return new ApprovalRow(
        ref,
        ApprovalStatus.of(row.getString("status")),
        ExecutionStatus.of(row.getString("execution_status")),
        row.getInt("execution_round"),
        target(row),
        caller(row),
        content,
        Terms.read(row.getString("workflows")),
        new Grounds(row.getInt("policy_version"), row.getString("rules")),
        instant(row, "created_at"),
        instant(row, "deadline"),
        cancellation(row),
        resolution(row),
        closing(row),
        row.getString("workflow_store"),
        instant(row, "as_of"),
        ApprovalRow.Kind.of(row.getString("kind")));
  }

  private static Target target(ResultSet row) throws SQLException {
    return new Target(
        nullableUuid(row, "server_id"),
        row.getString("server_name"),
        row.getString("server_url"),
        row.getString("method"),
        row.getString("tool_name"),
        row.getBytes("definition_hash"),
        row.getBoolean("repeatable"));
  }

  private static Caller caller(ResultSet row) throws SQLException {
    return new Caller(
        row.getString("subject_type"),
        uuid(row, "subject_id"),
        row.getString("subject_name"),
        nullableUuid(row, "subject_user_id"),
        nullableUuid(row, "session_id"),
        row.getString("client_call_id"),
        uuid(row, "correlation_id"),
        row.getLong("session_calls"),
        nullableUuid(row, "subject_token"),
        row.getString("subject_labels"));
  }

  private Content content(ResultSet row, ApprovalRef ref) throws SQLException {
    byte[] justification = row.getBytes("justification");
    byte[] arguments = row.getBytes("arguments");
    return new Content(
        arguments == null ? new byte[0] : sealed.openArguments(ref, arguments),
        row.getBytes("digest"),
        justification == null ? null : sealed.openJustification(ref, justification),
        arguments == null ? Presence.LEFT_OUT : Presence.WHOLE);
  }

  private static @Nullable Cancellation cancellation(ResultSet row) throws SQLException {
    Instant at = nullableInstant(row, "cancel_requested_at");
    return at == null
        ? null
        : new Cancellation(
            row.getString("cancel_requested_by"), at, row.getString("cancel_reason"));
  }

  private static @Nullable Resolution resolution(ResultSet row) throws SQLException {
    Instant at = nullableInstant(row, "resolve_requested_at");
    return at == null
        ? null
        : new Resolution(
            row.getString("resolve_action"),
            row.getString("resolve_requested_by"),
            nullableUuid(row, "resolve_actor_id"),
            at,
            row.getString("resolve_comment"));
  }

  private static @Nullable Closing closing(ResultSet row) throws SQLException {
    Instant at = nullableInstant(row, "decided_at");
    return at == null
        ? null
        : new Closing(at, row.getString("decided_by"), row.getString("decision_comment"));
  }

  /** How many requests of one subject are open now. */
  static int countOpen(JdbcClient jdbc, UUID account, UUID subject) {
    return jdbc.sql(
            "select count(*) from approval_requests where account_id = ? and subject_id = ? and"
                + " status = 'pending'")
        .params(account, subject)
        .query(Integer.class)
        .single();
  }
}
