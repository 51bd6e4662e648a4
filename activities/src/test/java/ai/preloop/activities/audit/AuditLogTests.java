package ai.preloop.activities.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.audit.AuditLog.Span;
import ai.preloop.activities.audit.AuditRecord.Circumstances;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.pages.Page;
import ai.preloop.activities.pages.Part;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;

class AuditLogTests {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private static DatabaseFixture fixture;

  private AuditLog log;
  private AccountId account;

  @BeforeAll
  static void migrate() {
    fixture = DatabaseFixture.migrated();
  }

  /** Records 1 to 5, a second apart. */
  @BeforeEach
  void write() {
    log = new AuditLog(fixture.database());
    account = fixture.account(UUID.randomUUID().toString());
    List<AuditRecord> records = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      records.add(AuditFixtures.call(account, "tool" + i).at(START.plusSeconds(i)));
    }
    records.set(2, records.get(2).in(Circumstances.of("{\"frozen\":false}", "because", 4L)));
    new Ledger(fixture.database()).append(account, records);
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @Test
  void anUntouchedChainIsValid() {
    Verification verification = log.verify(account);

    assertThat(verification.valid()).isTrue();
    assertThat(verification.records()).isEqualTo(5);
    assertThat(verification.headHash()).isEqualTo(seqs(AuditFilter.ALL).getFirst().hash());
  }

  @Test
  void anAccountWithoutRecordsIsValid() {
    AccountId empty = fixture.account("empty");

    assertThat(log.verify(empty))
        .isEqualTo(new Verification(true, 0, null, null, ChainHash.genesis(empty)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id | gen_random_uuid()",
        "at | at + interval '1 microsecond'",
        "correlation_id | gen_random_uuid()",
        "session_id | gen_random_uuid()",
        "agent_id | gen_random_uuid()",
        "flow_id | gen_random_uuid()",
        "principal_type | 'user'",
        "principal_id | null",
        "principal_name | 'mallory'",
        "action | 'tool.list'",
        "server | null",
        "tool | 'other'",
        "verdict | 'deny'",
        "rule | null",
        "policy_version | 4",
        "arguments | concat(arguments, ' ')",
        "outcome | 'error'",
        "duration_us | duration_us + 1",
        "context | sha256('x')",
        "context | null",
        "justification | 'for fun'",
        "justification | null",
        "session_calls | 5",
        "session_calls | null",
        "hash | sha256('x')",
        "previous_hash | sha256('x')"
      })
  void anEditedColumnIsFound(String column, String value) throws SQLException {
    tamper("update audit_records set %s = %s where seq = 3".formatted(column, value));

    assertBroken(3);
  }

  @Test
  void editedCircumstancesAreFound() throws SQLException {
    tamper("update call_contexts set facts = '{\"frozen\":true}' where true");

    assertBroken(3);
  }

  @Test
  void deletedCircumstancesAreFound() throws SQLException {
    tamper("delete from call_contexts where true");

    assertBroken(3);
  }

  @Test
  void aCallIsReadWithItsCircumstances() {
    AuditRecord third =
        log.judgedCalls(account, new Span(START.plusSeconds(3), START.plusSeconds(4)), null, 10)
            .getFirst()
            .record();

    assertThat(third.circumstances())
        .isEqualTo(Circumstances.of("{\"frozen\":false}", "because", 4L));
    assertThat(log.judgedCalls(account, new Span(START, START.plusSeconds(9)), null, 10))
        .extracting(ChainedRecord::seq)
        .containsExactly(5L, 4L, 3L, 2L, 1L);
    ChainedRecord fourth =
        log.judgedCalls(account, new Span(START, START.plusSeconds(9)), null, 2).getLast();
    assertThat(log.judgedCalls(account, new Span(START, START.plusSeconds(9)), fourth, 10))
        .extracting(ChainedRecord::seq)
        .containsExactly(3L, 2L, 1L);
  }

  @Test
  void aSpanMayBeLongerThanAllTimes() {
    assertThat(log.judgedCalls(account, new Span(Instant.MIN, Instant.MAX), null, 10)).hasSize(5);
  }

  @Test
  void aDeletedRecordIsFound() throws SQLException {
    tamper("delete from audit_records where seq = 2");

    assertBroken(2);
  }

  @Test
  void aDeletedFirstRecordIsFound() throws SQLException {
    tamper("delete from audit_records where seq = 1");

    assertBroken(1);
  }

  @Test
  void aDeletedTailIsFound() throws SQLException {
    tamper("delete from audit_records where seq >= 4");

    assertBroken(4);
  }

  @Test
  void aLedgerThatWasEmptiedIsFound() throws SQLException {
    tamper("delete from audit_records where true");

    assertBroken(1);
  }

  @Test
  void aDeletedHeadIsFound() throws SQLException {
    tamper("delete from audit_heads where true");

    assertThat(log.verify(account).valid()).isFalse();
  }

  @Test
  void swappedRecordsAreFound() throws SQLException {
    tamper("update audit_records set seq = 7 - seq where seq in (3, 4)");

    assertBroken(3);
  }

  @Test
  void aRecordThatWasPutInIsFound() throws SQLException {
    fixture.tamper(
        """
        insert into audit_records
        select account_id, 6, gen_random_uuid(), at, correlation_id, session_id, agent_id, flow_id,
          principal_type, principal_id, principal_name, action, server, tool, verdict, rule,
          policy_version, arguments, outcome, duration_us, hash, previous_hash
        from audit_records where account_id = '%s' and seq = 5
        """
            .formatted(account));

    assertBroken(6);
  }

  @Test
  void pagesRunFromTheNewestToTheOldest() {
    Page<ChainedRecord> first = log.list(account, AuditFilter.ALL, new Part(2, null));
    Page<ChainedRecord> second =
        log.list(account, AuditFilter.ALL, new Part(2, first.nextCursor()));
    Page<ChainedRecord> third =
        log.list(account, AuditFilter.ALL, new Part(2, second.nextCursor()));

    assertThat(first.items()).extracting(ChainedRecord::seq).containsExactly(5L, 4L);
    assertThat(second.items()).extracting(ChainedRecord::seq).containsExactly(3L, 2L);
    assertThat(third.items()).extracting(ChainedRecord::seq).containsExactly(1L);
    assertThat(third.nextCursor()).isNull();
  }

  @Test
  void everyFilterNarrows() {
    UUID principal = Ids.next();
    AuditRecord odd =
        AuditRecord.of(
                account,
                new Who("user", principal, "ana"),
                new What("tool.call", "bank", "pay", null))
            .judged(new Judgement("deny", null, 1))
            .at(START.plusSeconds(9));
    new Ledger(fixture.database()).append(account, List.of(odd));
    Instant from = START.plusSeconds(9);

    assertOnly(new AuditFilter(from, null, null, null, null, null, null), 6);
    assertOnly(new AuditFilter(START.plusSeconds(5), from, null, null, null, null, null), 5);
    assertOnly(new AuditFilter(null, null, "pay", null, null, null, null), 6);
    assertOnly(new AuditFilter(null, null, null, "bank", null, null, null), 6);
    assertOnly(new AuditFilter(null, null, null, null, "deny", null, null), 6);
    assertOnly(new AuditFilter(null, null, null, null, null, "ana", null), 6);
    assertOnly(new AuditFilter(null, null, null, null, null, principal.toString(), null), 6);
    assertOnly(new AuditFilter(null, null, null, null, null, null, odd.trail().correlation()), 6);
    assertOnly(new AuditFilter(Instant.MAX, Instant.MIN, null, null, null, null, null));
  }

  @ParameterizedTest
  @CsvSource({"x", "bm90IG9uZQ", "MjAyNi0xMS0yMVQxMDowMDowMFogeA"})
  void aCursorOfNobodyIsRefused(String cursor) {
    assertThatThrownBy(() -> log.list(account, AuditFilter.ALL, new Part(10, cursor)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aPageHasALimit() {
    assertThatThrownBy(() -> log.list(account, AuditFilter.ALL, new Part(1_001, null)))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> log.list(account, AuditFilter.ALL, new Part(0, null)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void anotherAccountReadsNothingOfIt() {
    AccountId other = fixture.account("other");

    assertThat(log.list(other, AuditFilter.ALL, new Part(10, null)).items()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "update audit_records set tool = 'x'",
        "delete from audit_records",
        "truncate audit_records",
        "insert into audit_heads values (current_account(), 0, '')",
        "update audit_heads set seq = 0",
        "delete from audit_heads",
        "select count(*) from audit_records_default",
        "update approval_events set recorded_at = now()"
      })
  void theTenantRoleChangesNothingInTheLedger(String sql) {
    assertThatThrownBy(
            () -> fixture.database().doInAccount(account, jdbc -> jdbc.sql(sql).update()))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("permission denied");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "update audit_records set tool = 'x'",
        "delete from audit_records",
        "delete from audit_heads",
        "select count(*) from audit_records_default"
      })
  void theSystemRoleOnlyAppends(String sql) {
    assertThatThrownBy(() -> fixture.database().doAsSystem(jdbc -> jdbc.sql(sql).update()))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("permission denied");
  }

  private void tamper(String sql) throws SQLException {
    fixture.tamper(sql + " and account_id = '%s'".formatted(account));
    assertThat(log.verify(account).valid()).isFalse();
  }

  private void assertBroken(long seq) {
    Verification verification = log.verify(account);
    assertThat(verification.valid()).isFalse();
    assertThat(verification.firstBrokenSeq()).isEqualTo(seq);
    assertThat(verification.reason()).isNotBlank();
  }

  private void assertOnly(AuditFilter filter, long... seqs) {
    assertThat(seqs(filter).stream().mapToLong(ChainedRecord::seq)).containsExactly(box(seqs));
  }

  private static Long[] box(long[] seqs) {
    return java.util.Arrays.stream(seqs).boxed().toArray(Long[]::new);
  }

  private List<ChainedRecord> seqs(AuditFilter filter) {
    return log.list(account, filter, new Part(10, null)).items();
  }
}
