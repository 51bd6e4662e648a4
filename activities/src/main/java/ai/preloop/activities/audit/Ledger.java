package ai.preloop.activities.audit;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Extends an account's chain, one transaction at a time, under the lock of its head row. */
final class Ledger {

  private final Database database;

  Ledger(Database database) {
    this.database = database;
  }

  void append(AccountId account, List<AuditRecord> records) {
    database.doAsSystem(jdbc -> extend(jdbc, lockedHead(jdbc, account), records));
  }

  /**
   * As {@link #append}, for records of which some may be there: an earlier commit was uncertain.
   */
  void appendMissing(AccountId account, List<AuditRecord> records) {
    database.doAsSystem(jdbc -> {
      ChainHead head = lockedHead(jdbc, account);
      Set<UUID> present = present(jdbc, account, records);
      extend(jdbc, head, records.stream().filter(r -> !present.contains(r.id())).toList());
    });
  }

  /** Makes the partitions of this month and the next three. */
  void ensurePartitions() {
    database.asSystem(
        jdbc -> jdbc.sql("select ensure_audit_partitions()").query(Integer.class).single());
  }

  /** The end of the chain, nobody else's until the transaction ends; made when it is not there. */
  static ChainHead lockedHead(JdbcClient jdbc, AccountId account) {
    jdbc.sql(
            """
            insert into audit_heads (account_id, seq, hash) values (:account, 0, decode(:hash, 'hex'))
            on conflict do nothing
            """)
        .param("account", account.value())
        .param("hash", ChainHash.genesis(account))
        .update();
    return jdbc.sql(
            """
            select seq, encode(hash, 'hex') as hash from audit_heads where account_id = :account
            for update
            """)
        .param("account", account.value())
        .query(Ledger::head)
        .single();
  }

  static void extend(JdbcClient jdbc, ChainHead head, List<AuditRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    List<ChainedRecord> chained = new ArrayList<>(records.size());
    ChainHead last = head;
    for (AuditRecord record : records) {
      ChainedRecord next = ChainedRecord.after(last, record);
      chained.add(next);
      last = next.head();
    }
    AccountId account = records.getFirst().account();
    CallContexts.insert(jdbc, account, records);
    CallTies.insert(jdbc, account, records);
    LedgerRows.insert(jdbc, chained);
    move(jdbc, account, last);
  }

  static ChainHead head(ResultSet row, int number) throws SQLException {
    return new ChainHead(row.getLong("seq"), row.getString("hash"));
  }

  private static void move(JdbcClient jdbc, AccountId account, ChainHead head) {
    jdbc.sql(
            """
            update audit_heads set seq = :seq, hash = decode(:hash, 'hex')
            where account_id = :account
            """)
        .param("seq", head.seq())
        .param("hash", head.hash())
        .param("account", account.value())
        .update();
  }

  private static Set<UUID> present(JdbcClient jdbc, AccountId account, List<AuditRecord> records) {
    return new HashSet<>(
        jdbc.sql(
                """
                select r.id from audit_records r
                join unnest(:ids::uuid[], :ats::timestamptz[]) as mine(id, at)
                  on mine.id = r.id and mine.at = r.at
                where r.account_id = :account
                """)
            .param("ids", Columns.array(records, AuditRecord::id))
            .param("ats", Columns.array(records, AuditRecord::at))
            .param("account", account.value())
            .query(UUID.class)
            .list());
  }
}
