package ai.preloop.activities.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.usage.ModelCall.Attribution;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

class UsageLedgerTests {

  private static final UsageSettings IMPATIENT =
      new UsageSettings(2, Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofDays(400));

  private static final Usage SPENT = new Usage(10, 200, 30, 40, 5);

  private DatabaseFixture fixture;
  private AccountId account;
  private Principal caller;
  private WrittenCalls written;
  private UsageLedger ledger;

  @BeforeEach
  void migrate() {
    fixture = DatabaseFixture.migrated();
    account = fixture.account("default");
    caller = UsageFixtures.key(account, "ci");
    written = new WrittenCalls(fixture.database(), account);
    ledger = UsageFixtures.started(fixture.database());
  }

  @AfterEach
  void close() {
    ledger.stop();
    fixture.close();
  }

  @Test
  void anOpenedCallIsThereBeforeItIsSettled() {
    Entry entry = ledger.open(UsageFixtures.call(caller, "fast"));

    await().until(() -> written.status(entry.id()).equals("open"));
    assertThat(written.only(entry.id()))
        .containsEntry("model", "fast")
        .containsEntry("key_id", caller.id())
        .containsEntry("key_name", "ci")
        .containsEntry("user_id", caller.user().value())
        .containsEntry("operation", "messages")
        .containsEntry("dialect", "anthropic")
        .containsEntry("streamed", true)
        .containsEntry("bound_nanos", UsageFixtures.BOUND)
        .containsEntry("cost_nanos", null)
        .containsEntry("settled_at", null);
    entry.close();
  }

  @Test
  void aSettledCallSaysWhatTheDialectSays() {
    Entry entry = ledger.open(UsageFixtures.call(caller, "fast"));
    await().until(() -> written.status(entry.id()).equals("open"));
    entry.settle(UsageFixtures.ok(SPENT, 1_234L));

    await().until(() -> written.status(entry.id()).equals("ok"));
    var row = written.only(entry.id());
    assertThat(row)
        .containsEntry("input_tokens", 10L)
        .containsEntry("total_input_tokens", 240L)
        .containsEntry("output_tokens", 40L)
        .containsEntry("cache_read_tokens", 200L)
        .containsEntry("cache_write_tokens", 30L)
        .containsEntry("reasoning_tokens", 5L)
        .containsEntry("cost_nanos", 1_234L)
        .containsEntry("price_source", "account")
        .containsEntry("usage_estimated", false)
        .containsEntry("provider", "anthropic")
        .containsEntry("identifier", "claude-x")
        .containsEntry("http_status", 200)
        .containsEntry("upstream_request_id", "req_1")
        .containsEntry("first_byte_ms", 100L)
        .containsEntry("duration_ms", 250L);
    assertThat(row.get("settled_at")).isNotNull();
  }

  @Test
  void aCallOfGeminiLeavesItsThoughtsOutOfItsOutput() {
    Entry entry =
        ledger.open(
            UsageFixtures.call(
                caller, "flash", Operation.GENERATE_CONTENT, Attribution.NONE, null));
    entry.settle(UsageFixtures.ok(SPENT, null));

    await().until(() -> written.status(entry.id()).equals("ok"));
    assertThat(written.only(entry.id()))
        .containsEntry("input_tokens", 240L)
        .containsEntry("output_tokens", 35L)
        .containsEntry("bound_nanos", null)
        .containsEntry("cost_nanos", null);
  }

  @Test
  void aCallThatEndsBeforeItsRowLeftIsOneRow() {
    fixture
        .owner()
        .sql(
            """
            create function never() returns trigger language plpgsql as
              $$ begin raise exception 'a row was written twice'; end $$;
            create trigger never before update on api_usage for each row execute function never();
            """)
        .update();
    List<Entry> entries =
        whileNothingIsWritten(() -> {
          List<Entry> opened = opened(20);
          opened.forEach(entry -> entry.settle(UsageFixtures.ok(SPENT, 1L)));
          return opened;
        });

    await().until(() -> written.statuses().size() == entries.size());
    assertThat(written.statuses()).containsOnly("ok");
  }

  @Test
  void moreThanABatchIsOpenedAndSettledInOrder() {
    List<Entry> entries = opened(1_200);
    entries.forEach(entry -> entry.settle(UsageFixtures.ok(SPENT, 2L)));

    ledger.stop();
    assertThat(written.statuses()).hasSize(1_200).containsOnly("ok");
  }

  @Test
  void aLaterSettlementChangesNothing() {
    Entry entry = ledger.open(UsageFixtures.call(caller, "fast"));
    entry.settle(UsageFixtures.ok(SPENT, 1L));
    entry.settle(UsageFixtures.ok(SPENT, 2L));
    entry.close();

    ledger.stop();
    assertThat(written.only(entry.id())).containsEntry("cost_nanos", 1L);
  }

  @Test
  void aCallThatWasNeverSentFailedAndCostNothing() {
    Entry entry = ledger.open(UsageFixtures.call(caller, "fast"));
    entry.close();

    ledger.stop();
    assertThat(written.only(entry.id()))
        .containsEntry("status", "failed")
        .containsEntry("cost_nanos", 0L)
        .containsEntry("http_status", null);
  }

  @Test
  void aCallWithMoneyReservedIsThereWhenItIsGivenOut() {
    UUID lease = Ids.next();

    try (Entry entry = ledger.openCommitted(UsageFixtures.reserved(caller, lease))) {
      assertThat(written.status(entry.id())).isEqualTo("open");
      assertThat(written.only(entry.id()).get("leases")).hasToString("{" + lease + "}");
    }
  }

  @Test
  void aCallWhoseRowIsNotCommittedInTimeIsRefusedAndNeverSent() {
    ledger.stop();
    ledger = UsageFixtures.started(fixture.database(), IMPATIENT, new SimpleMeterRegistry());
    ModelCall call = UsageFixtures.reserved(caller, Ids.next());

    whileNothingIsWritten(() -> {
      assertUnavailable(() -> ledger.openCommitted(call));
      return call;
    });

    await().until(() -> written.status(call.id()).equals("failed"));
    assertThat(written.only(call.id())).containsEntry("cost_nanos", 0L);
  }

  @Test
  void callsAreRefusedWhenNoPlaceIsLeftAndTakenAgainWhenTheRowsAreWritten() {
    ledger.stop();
    var meters = new SimpleMeterRegistry();
    ledger = UsageFixtures.started(fixture.database(), IMPATIENT, meters);

    List<Entry> entries =
        whileNothingIsWritten(() -> {
          List<Entry> opened = opened(2);
          opened.forEach(entry -> entry.settle(UsageFixtures.ok(SPENT, 1L)));
          assertUnavailable(() -> ledger.open(UsageFixtures.call(caller, "fast")));
          return opened;
        });

    await().until(() -> meters.get("preloop.usage.places").gauge().value() == 0);
    assertThat(meters.get("preloop.usage.refused").counter().count()).isEqualTo(1);
    assertThat(written.statuses()).hasSize(entries.size()).containsOnly("ok");
    ledger.open(UsageFixtures.call(caller, "fast")).close();
  }

  @Test
  void aCallThatIsUnderWayKeepsItsPlace() {
    ledger.stop();
    ledger = UsageFixtures.started(fixture.database(), IMPATIENT, new SimpleMeterRegistry());
    List<Entry> entries = opened(2);
    await().until(() -> written.statuses().equals(List.of("open", "open")));

    assertUnavailable(() -> ledger.open(UsageFixtures.call(caller, "fast")));
    entries.forEach(Entry::close);
  }

  @Test
  void aConnectionThatIsKilledWithinABatchLosesAndDoublesNothing() throws SQLException {
    fixture
        .owner()
        .sql(
            """
            create function pause() returns trigger language plpgsql as
              $$ begin perform pg_advisory_xact_lock(42); return null; end $$;
            create trigger pause after insert on api_usage
              for each statement execute function pause();
            """)
        .update();
    List<Entry> entries;
    try (Connection holder = fixture.connection();
        Statement statement = holder.createStatement()) {
      statement.execute("select pg_advisory_lock(42)");
      entries = opened(300);
      entries.forEach(entry -> entry.settle(UsageFixtures.ok(SPENT, 3L)));
      await().until(() -> killed() == 1);
    }
    ledger.stop();

    assertThat(written.statuses()).hasSize(entries.size()).containsOnly("ok");
  }

  @Test
  void whatIsUnderWayAtTheEndIsSettledAtItsBound() {
    ledger.stop();
    ledger = UsageFixtures.started(fixture.database(), IMPATIENT, new SimpleMeterRegistry());
    Entry left = ledger.open(UsageFixtures.call(caller, "fast"));

    ledger.stop();
    left.settle(UsageFixtures.ok(SPENT, 1L));

    assertThat(written.only(left.id()))
        .containsEntry("status", "partial")
        .containsEntry("cost_nanos", UsageFixtures.BOUND)
        .containsEntry("usage_estimated", true)
        .containsEntry("price_source", "bound");
    assertUnavailable(() -> ledger.open(UsageFixtures.call(caller, "fast")));
  }

  @Test
  void textThatPostgresqlCannotKeepDoesNotHoldTheLedgerUp() {
    Attribution odd = new Attribution("a\0b", "\uD800".repeat(9_000), null, null, null);
    Entry entry = ledger.open(UsageFixtures.call(caller, "fast", Operation.RESPONSES, odd, null));
    entry.close();

    ledger.stop();
    assertThat(written.only(entry.id())).containsEntry("session", "a\uFFFDb");
  }

  @Test
  void anAccountSeesNoCallOfAnother() {
    AccountId other = fixture.account("other");
    ledger.open(UsageFixtures.call(caller, "fast")).close();
    ledger.stop();

    assertThat(visibleTo(account)).isEqualTo(1);
    assertThat(visibleTo(other)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update api_usage set input_tokens = 0",
        "update api_usage set status = 'refused'",
        "update api_usage set bound_nanos = 0",
        "delete from api_usage"
      })
  void anAccountChangesNothingButPrices(String statement) {
    assertThatThrownBy(
            () -> fixture.database().doInAccount(account, jdbc -> jdbc.sql(statement).update()))
        .isInstanceOf(DataAccessException.class);
  }

  private long visibleTo(AccountId who) {
    return fixture
        .database()
        .inAccount(
            who, jdbc -> jdbc.sql("select count(*) from api_usage").query(Long.class).single());
  }

  private List<Entry> opened(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ledger.open(UsageFixtures.call(caller, "fast")))
        .toList();
  }

  private interface Work<T> {
    T run();
  }

  private <T> T whileNothingIsWritten(Work<T> work) {
    try (Connection holder = fixture.connection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table api_usage in exclusive mode");
      T answer = work.run();
      holder.commit();
      return answer;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertUnavailable(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));
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
}
