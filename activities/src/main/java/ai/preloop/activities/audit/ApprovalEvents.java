package ai.preloop.activities.audit;

import ai.preloop.activities.audit.AuditRecord.Ending;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.Trail;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.batches.BatchWriter;
import ai.preloop.activities.batches.EachAlone;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Carries the events of approvals into the ledger. They were written with the change that they tell
 * of; here each is chained and marked in one transaction under the lock of the head, so that any
 * number of nodes carry it once and in order.
 */
final class ApprovalEvents {

  private static final Who PRODUCT = new Who("system", null, "preloop");

  private final Database database;

  ApprovalEvents(Database database) {
    this.database = database;
  }

  void carry() {
    EachAlone.forEach(
        accounts(),
        account -> {
          while (carrySome(account) == BatchWriter.BATCH) {}
        });
  }

  private List<AccountId> accounts() {
    return database.asSystem(jdbc ->
        jdbc.sql("select distinct account_id from approval_events where recorded_at is null")
            .query((row, number) -> new AccountId(row.getObject(1, UUID.class)))
            .list());
  }

  private int carrySome(AccountId account) {
    return database.asSystem(jdbc -> {
      ChainHead head = Ledger.lockedHead(jdbc, account);
      List<Carried> events = unrecorded(jdbc, account);
      Ledger.extend(jdbc, head, events.stream().map(Carried::record).toList());
      mark(jdbc, events);
      return events.size();
    });
  }

  private static List<Carried> unrecorded(JdbcClient jdbc, AccountId account) {
    return jdbc.sql(
            """
            select e.approval_id, e.seq, e.account_id, e.at, e.type, e.detail,
              e.actor, e.actor_type, e.actor_id, e.credential,
              r.server_name, r.tool_name, r.subject_type, r.subject_id, r.subject_name,
              r.session_id, r.correlation_id, r.policy_version, r.rules::text as rules
            from approval_events e
            join approval_requests r on r.id = e.approval_id and r.account_id = e.account_id
            where e.account_id = :account and e.recorded_at is null
            order by e.at, e.approval_id, e.seq
            limit :most
            for update of e skip locked
            """)
        .param("account", account.value())
        .param("most", BatchWriter.BATCH)
        .query(ApprovalEvents::carried)
        .list();
  }

  private static void mark(JdbcClient jdbc, List<Carried> events) {
    if (events.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update approval_events e set recorded_at = clock_timestamp()
            from unnest(:approvals::uuid[], :seqs::integer[]) as done(approval_id, seq)
            where e.approval_id = done.approval_id and e.seq = done.seq
            """)
        .param("approvals", Columns.array(events, Carried::approval))
        .param("seqs", Columns.array(events, Carried::seq))
        .update();
  }

  private static Carried carried(ResultSet row, int number) throws SQLException {
    String detail = row.getString("detail");
    AuditRecord record =
        new AuditRecord(
            Ids.next(),
            new AccountId(Columns.uuid(row, "account_id")),
            Columns.instant(row, "at"),
            Trail.of(Columns.uuid(row, "correlation_id"), Columns.nullableUuid(row, "session_id")),
            who(row),
            new What(
                "approval." + row.getString("type"),
                row.getString("server_name"),
                row.getString("tool_name"),
                arguments(row)),
            new Judgement("ask", row.getString("rules"), row.getInt("policy_version")),
            new Ending(detail == null ? "ok" : detail, null),
            null);
    return new Carried(Columns.uuid(row, "approval_id"), row.getInt("seq"), record);
  }

  private static @Nullable String arguments(ResultSet row) throws SQLException {
    String credential = row.getString("credential");
    return credential == null ? null : "{\"credential\":\"%s\"}".formatted(credential);
  }

  private static Who who(ResultSet row) throws SQLException {
    String type = row.getString("actor_type");
    if (type == null) {
      return named(row);
    }
    return type.equals("system")
        ? PRODUCT
        : new Who(type, Columns.nullableUuid(row, "actor_id"), row.getString("actor"));
  }

  /** Events from before actors were kept have a name only; who asked is known by more than that. */
  private static Who named(ResultSet row) throws SQLException {
    if (row.getString("type").equals("opened")) {
      return new Who(
          row.getString("subject_type"),
          Columns.uuid(row, "subject_id"),
          row.getString("subject_name"));
    }
    String actor = row.getString("actor");
    return actor == null || actor.equals("system") ? PRODUCT : new Who("user", null, actor);
  }

  /** An event, by its key, as the ledger's record of it. */
  record Carried(UUID approval, int seq, AuditRecord record) {}
}
