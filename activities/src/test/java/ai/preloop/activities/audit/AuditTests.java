package ai.preloop.activities.audit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.pages.Part;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTests {

  private static final AuditSettings IMPATIENT =
      new AuditSettings(2, 1, Duration.ofMillis(50), Duration.ofMillis(200));

  private static DatabaseFixture fixture;

  private AuditLog log;
  private AccountId account;
  private Audit audit;

  @BeforeAll
  static void migrate() {
    fixture = DatabaseFixture.migrated();
  }

  @BeforeEach
  void start() {
    log = new AuditLog(fixture.database());
    account = fixture.account(UUID.randomUUID().toString());
    audit = AuditFixtures.started(fixture.database());
  }

  @AfterEach
  void stop() {
    audit.stop();
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @Test
  void aCommittedRecordReadsBackAsItWasHandedOver() {
    AuditRecord record = AuditFixtures.call(account, "refund");

    audit.commit(record);

    assertThat(all())
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.record()).isEqualTo(record);
          assertThat(kept.seq()).isEqualTo(1);
          assertThat(kept.previousHash()).isEqualTo(ChainHash.genesis(account));
        });
  }

  @Test
  void textThatPostgresqlCannotKeepDoesNotHoldTheLedgerUp() {
    audit.commit(AuditFixtures.call(account, "a\0b\uD800c😀"));

    assertThat(all())
        .singleElement()
        .satisfies(kept -> assertThat(kept.record().what().tool()).isEqualTo("a\uFFFDb\uFFFDc😀"));
    assertThat(log.verify(account).valid()).isTrue();
  }

  @Test
  void commitReturnsOnlyAfterTheCommit() throws Exception {
    audit.commit(AuditFixtures.call(account, "first"));
    try (Connection holder = fixture.connection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("set local role preloop_system");
      statement.execute(
          "select from audit_heads where account_id = '%s' for update".formatted(account));
      var committing =
          CompletableFuture.runAsync(
              () -> audit.commit(AuditFixtures.call(account, "second")),
              Thread::startVirtualThread);
      await().until(this::somebodyWaitsForALock);
      assertThat(committing).isNotDone();
      assertThat(all()).hasSize(1);
      holder.rollback();
      committing.get(20, SECONDS);
    }
    assertThat(all()).hasSize(2);
  }

  @Test
  void aChangeIsInTheLedgerOnceItIsCommitted() {
    fixture
        .database()
        .doInAccount(
            account,
            jdbc -> {
              audit.change(AuditFixtures.call(account, "first"));
              audit.change(AuditFixtures.call(account, "second"));
            });

    await()
        .untilAsserted(() ->
            assertThat(all())
                .extracting(kept -> kept.record().what().tool())
                .containsExactly("second", "first"));
  }

  @Test
  void aChangeThatWasUndoneIsNot() {
    assertThatThrownBy(() ->
            fixture
                .database()
                .doInAccount(
                    account,
                    jdbc -> {
                      audit.change(AuditFixtures.call(account, "undone"));
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");
    freezeWith(audit);

    await().until(() -> !all().isEmpty());
    assertThat(all())
        .singleElement()
        .extracting(kept -> kept.record().what().tool())
        .isEqualTo("freeze");
  }

  @Test
  void aChangeOfANodeThatDiedIsCarriedByAnother() {
    freezeWith(new Audit(fixture.database(), new SimpleMeterRegistry(), IMPATIENT));

    await().untilAsserted(() -> assertThat(all()).hasSize(1));
    assertThat(frozen()).isTrue();
  }

  @Test
  void nothingIsChangedThatCannotBeRecorded() {
    fixture.owner().sql("revoke insert on audit_outbox from preloop_app").update();
    try {
      assertThatThrownBy(() -> freezeWith(audit)).hasMessageContaining("audit_outbox");
    } finally {
      fixture.owner().sql("grant insert on audit_outbox to preloop_app").update();
    }
    assertThat(frozen()).isFalse();
  }

  @Test
  void aChangeIsRecordedWithinATransactionOnly() {
    assertThatThrownBy(() -> audit.change(AuditFixtures.call(account, "outside")))
        .isInstanceOf(IllegalStateException.class);
  }

  private void freezeWith(Audit audit) {
    fixture
        .database()
        .doInAccount(
            account,
            jdbc -> {
              jdbc.sql("update accounts set frozen = true where id = ?")
                  .param(account.value())
                  .update();
              audit.change(AuditFixtures.call(account, "freeze"));
            });
  }

  private boolean frozen() {
    return fixture
        .database()
        .inAccount(
            account, jdbc -> jdbc.sql("select frozen from accounts").query(Boolean.class).single());
  }

  @Test
  void aPlaceIsRefusedWhenNoneIsLeft() {
    Audit stopped = new Audit(fixture.database(), new SimpleMeterRegistry(), IMPATIENT);
    Place first = stopped.reserve();
    stopped.reserve();

    assertRefused(stopped::reserve);
    first.close();
    first.close();
    stopped.reserve();
    assertRefused(stopped::reserve);
  }

  @Test
  void aRecordTakesAPlaceMoreForEach4KiBOfItsText() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Audit stopped =
        new Audit(
            fixture.database(),
            meters,
            new AuditSettings(18, 1, Duration.ofMillis(50), Duration.ofMillis(200)));
    Place large = stopped.reserve(saying(64 << 10));

    assertThat(taken(meters)).isEqualTo(17);
    assertRefused(() -> stopped.reserve(saying(4 << 10)));
    stopped.reserve(saying(100));
    assertThat(taken(meters)).isEqualTo(18);
    large.close();
    assertThat(taken(meters)).isEqualTo(1);
    stopped.note(saying(4 << 10));
    assertThat(taken(meters)).isEqualTo(3);
  }

  @Test
  void placesOfALargeRecordComeBackWhenItIsWritten() {
    Audit small = started(new AuditSettings(3, 2, Duration.ofSeconds(5), Duration.ofSeconds(5)));
    for (int i = 0; i < 5; i++) {
      AuditRecord record = saying(64 << 10);
      small.reserve(record).fill(record);
      small.commit(saying(64 << 10));
    }
    small.stop();

    assertThat(all()).hasSize(10);
  }

  private AuditRecord saying(int characters) {
    return AuditRecord.of(
        account,
        new AuditRecord.Who("api_key", null, "agent"),
        AuditRecord.What.toolCall("shop", "refund", "\"%s\"".formatted("x".repeat(characters))));
  }

  private static double taken(SimpleMeterRegistry meters) {
    return meters.get("preloop.audit.queue").tag("share", "calls").gauge().value();
  }

  @Test
  void allowedCallsTakeNoPlaceOfWhatGates() {
    Audit small =
        new Audit(
            fixture.database(),
            new SimpleMeterRegistry(),
            new AuditSettings(2, 1, Duration.ofMillis(50), Duration.ofSeconds(5)));
    small.start();
    small.reserve();
    small.reserve();

    assertRefused(small::reserve);
    small.commit(AuditFixtures.call(account, "sign-in"));
    small.stop();
    assertThat(all()).hasSize(1);
  }

  @Test
  void whatIsSaidOfACallBeforeItIsSentTakesAPlaceOfTheCalls() {
    Audit stopped = new Audit(fixture.database(), new SimpleMeterRegistry(), IMPATIENT);
    stopped.reserve();
    stopped.reserve();

    assertThatThrownBy(() -> stopped.commitCall(AuditFixtures.call(account, "ahead")))
        .hasMessageContaining("no place left");
  }

  @Test
  void aPlaceIsFilledOnce() {
    Place place = audit.reserve();
    place.fill(AuditFixtures.call(account, "once"));

    assertThatThrownBy(() -> place.fill(AuditFixtures.call(account, "twice")))
        .isInstanceOf(IllegalStateException.class);
    place.close();
    await().until(() -> all().size() == 1);
  }

  @Test
  void aGateIsRefusedWhenTheCommitIsNotConfirmedInTime() {
    Audit stopped = new Audit(fixture.database(), new SimpleMeterRegistry(), IMPATIENT);

    assertRefused(() -> stopped.commit(AuditFixtures.call(account, "never")));
  }

  @Test
  void placesComeBackWhenTheirRecordsAreWritten() {
    Audit small =
        new Audit(
            fixture.database(),
            new SimpleMeterRegistry(),
            new AuditSettings(2, 1, Duration.ofSeconds(5), Duration.ofSeconds(5)));
    small.start();
    for (int i = 0; i < 20; i++) {
      small.reserve().fill(AuditFixtures.call(account, "call" + i));
    }
    small.stop();

    assertThat(all()).hasSize(20);
  }

  @Test
  void whatWaitsIsWrittenBeforeTheEnd() {
    List<AuditRecord> records =
        IntStream.range(0, 1_200).mapToObj(i -> AuditFixtures.call(account, "t" + i)).toList();
    records.forEach(record -> audit.reserve().fill(record));

    audit.stop();

    assertThat(all().reversed()).hasSize(1_000);
    assertThat(log.verify(account))
        .isEqualTo(new Verification(true, 1_200, null, null, all().getFirst().hash()));
  }

  @Test
  void aCallUnderWayAtTheEndIsRecordedAsUnknownAndStaysSo() {
    AuditRecord draft = AuditFixtures.call(account, "slow");
    Audit node = started(IMPATIENT);
    Place place = node.reserve(draft);

    node.stop();
    place.fill(draft);

    assertThat(all())
        .extracting(ChainedRecord::record)
        .containsExactly(draft.ended("unknown", null));
    assertThat(log.verify(account).valid()).isTrue();
  }

  @Test
  void theEndWaitsForACallThatEndsSoon() throws Exception {
    AuditRecord draft = AuditFixtures.call(account, "slow");
    Audit patient =
        started(new AuditSettings(8, 8, Duration.ofSeconds(20), Duration.ofSeconds(20)));
    Place place = patient.reserve(draft);

    var stopping = CompletableFuture.runAsync(patient::stop, Thread::startVirtualThread);
    await().untilAsserted(() -> assertRefused(() -> patient.reserve(draft.again()).close()));
    place.fill(draft);
    stopping.get(20, SECONDS);

    assertThat(all()).extracting(ChainedRecord::record).containsExactly(draft);
  }

  @Test
  void noCallBeginsAtTheEnd() {
    Audit node = started(IMPATIENT);
    node.stop();

    assertRefused(() -> node.reserve(AuditFixtures.call(account, "late")));
    assertThat(all()).isEmpty();
  }

  private static Audit started(AuditSettings settings) {
    Audit node = new Audit(fixture.database(), new SimpleMeterRegistry(), settings);
    node.start();
    return node;
  }

  @Test
  void twoNodesExtendOneChain() {
    Audit other = AuditFixtures.started(fixture.database());
    List<Thread> callers =
        IntStream.range(0, 8)
            .mapToObj(n -> Thread.startVirtualThread(() -> call(n % 2 == 0 ? audit : other, 100)))
            .toList();
    callers.forEach(AuditTests::join);
    other.stop();
    audit.stop();

    Verification verification = log.verify(account);
    assertThat(verification.reason()).isNull();
    assertThat(verification.records()).isEqualTo(800);
    assertThat(all()).extracting(kept -> kept.record().id()).doesNotHaveDuplicates().hasSize(800);
  }

  private void call(Audit node, int times) {
    for (int i = 0; i < times; i++) {
      if (i % 10 == 0) {
        node.commit(AuditFixtures.call(account, "gate"));
      } else {
        node.reserve().fill(AuditFixtures.call(account, "call"));
      }
    }
  }

  private List<ChainedRecord> all() {
    return log.list(account, AuditFilter.ALL, new Part(Part.MOST, null)).items();
  }

  private boolean somebodyWaitsForALock() {
    return fixture
        .owner()
        .sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }

  private static void assertRefused(Runnable asked) {
    assertThatThrownBy(asked::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.UNAVAILABLE));
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
