package ai.preloop.activities.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.pages.Part;
import ai.preloop.workflows.identity.AccountId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class LedgerRecoveryTests {

  private DatabaseFixture fixture;
  private AccountId account;
  private AuditLog log;

  @BeforeEach
  void migrate() {
    fixture = DatabaseFixture.migrated();
    account = fixture.account("default");
    log = new AuditLog(fixture.database());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aConnectionThatIsKilledWithinABatchLosesAndDoublesNothing() throws SQLException {
    fixture
        .owner()
        .sql(
            """
            create function pause() returns trigger language plpgsql as
              $$ begin perform pg_advisory_xact_lock(42); return null; end $$;
            create trigger pause after insert on audit_records
              for each statement execute function pause();
            """)
        .update();
    Audit audit = AuditFixtures.started(fixture.database());
    List<AuditRecord> records = records(300);
    try (Connection holder = fixture.connection();
        Statement statement = holder.createStatement()) {
      statement.execute("select pg_advisory_lock(42)");
      records.forEach(record -> audit.reserve().fill(record));
      await().until(() -> killed() == 1);
    }
    audit.stop();

    assertWritten(records);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsNotRepeated() {
    var lost = new AtomicInteger();
    Audit audit = AuditFixtures.started(losingOneAnswer(lost));
    List<AuditRecord> records = records(300);
    records.forEach(record -> audit.reserve().fill(record));
    audit.stop();

    assertThat(lost).hasPositiveValue();
    assertWritten(records);
  }

  @Test
  void anAccountThatCannotBeWrittenDoesNotHoldUpAnother() {
    Audit audit = AuditFixtures.started(fixture.database());
    audit
        .reserve()
        .fill(AuditFixtures.call(AccountId.of("00000000-0000-7000-8000-000000000000"), "call"));
    AuditRecord record = AuditFixtures.call(account, "call");
    audit.commit(record);
    audit.commit(AuditFixtures.call(account, "call"));

    assertThat(log.verify(account).records()).isEqualTo(2);
  }

  private void assertWritten(List<AuditRecord> records) {
    assertThat(log.verify(account).reason()).isNull();
    assertThat(log.list(account, AuditFilter.ALL, new Part(Part.MOST, null)).items().reversed())
        .extracting(ChainedRecord::record)
        .containsExactlyElementsOf(records);
  }

  private List<AuditRecord> records(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> AuditFixtures.call(account, "tool" + i))
        .toList();
  }

  private long killed() {
    return fixture
        .owner()
        .sql(
            """
            select count(*) filter (where pg_terminate_backend(pid)) from pg_locks
            where locktype = 'advisory' and not granted
              and database = (select oid from pg_database where datname = current_database())
            """)
        .query(Long.class)
        .single();
  }

  /** The product's database, but the answer to the first commit of a writing never arrives. */
  private Database losingOneAnswer(AtomicInteger lost) {
    DataSource tenant = fixture.pool("tenantPool");
    DataSource system =
        new DelegatingDataSource(fixture.pool("systemPool")) {
          @Override
          public Connection getConnection() throws SQLException {
            return losing(super.getConnection(), lost);
          }
        };
    return new Database(
        tenant,
        new TransactionTemplate(new JdbcTransactionManager(tenant)),
        system,
        new TransactionTemplate(new JdbcTransactionManager(system)));
  }

  private static Connection losing(Connection real, AtomicInteger lost) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(real, arguments);
                if (method.getName().equals("commit")
                    && Thread.currentThread().getName().equals("preloop-audit")
                    && lost.getAndIncrement() == 0) {
                  throw new SQLException("the answer was lost", "08006");
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
