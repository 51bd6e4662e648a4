package ai.preloop.activities.audit;

import ai.preloop.activities.batches.BatchWriter;
import ai.preloop.activities.batches.EachAlone;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Records of changes, written in the transaction of the change: what is undone is not recorded, and
 * what is done is, whenever the process dies. They are chained afterwards, under the lock of the
 * head, so that any number of nodes carry each once and in order.
 */
final class Outbox {

  private final Database database;

  Outbox(Database database) {
    this.database = database;
  }

  /** Joins the transaction that is open for the account. */
  void add(AuditRecord record) {
    database.doInAccount(record.account(), jdbc -> insert(jdbc, record));
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
        jdbc.sql("select distinct account_id from audit_outbox")
            .query((row, number) -> new AccountId(row.getObject(1, UUID.class)))
            .list());
  }

  private int carrySome(AccountId account) {
    return database.asSystem(jdbc -> {
      ChainHead head = Ledger.lockedHead(jdbc, account);
      List<AuditRecord> records = take(jdbc, account);
      Ledger.extend(jdbc, head, records);
      return records.size();
    });
  }

  private static List<AuditRecord> take(JdbcClient jdbc, AccountId account) {
    return jdbc.sql(
            """
            with taken as (
              delete from audit_outbox where id in (
                select id from audit_outbox where account_id = :account
                order by at, id limit :most)
              returning *)
            select *, null as context, null as justification from taken order by at, id
            """)
        .param("account", account.value())
        .param("most", BatchWriter.BATCH)
        .query((row, number) -> LedgerRows.record(row))
        .list();
  }

  private static void insert(JdbcClient jdbc, AuditRecord record) {
    jdbc.sql(
            """
            insert into audit_outbox (
              id, account_id, at, correlation_id, session_id, agent_id, flow_id,
              principal_type, principal_id, principal_name, action, server, tool,
              verdict, rule, policy_version, arguments, outcome, duration_us)
            values (
              :id, :account, :at::timestamptz, :correlation, :session, :agent, :flow,
              :type, :principal, :name, :action, :server, :tool,
              :verdict, :rule, :version, :arguments, :outcome, :duration)
            """)
        .param("id", record.id())
        .param("account", record.account().value())
        .param("at", record.at().toString())
        .param("correlation", record.trail().correlation())
        .param("session", record.trail().session())
        .param("agent", record.trail().agent())
        .param("flow", record.trail().flow())
        .param("type", record.who().type())
        .param("principal", record.who().id())
        .param("name", record.who().name())
        .param("action", record.what().action())
        .param("server", record.what().server())
        .param("tool", record.what().tool())
        .param("verdict", record.judgement().verdict())
        .param("rule", record.judgement().rule())
        .param("version", record.judgement().policyVersion())
        .param("arguments", record.what().arguments())
        .param("outcome", record.ending().outcome())
        .param("duration", LedgerRows.micros(record.ending().took()))
        .update();
  }
}
