package ai.preloop.activities.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.pages.Part;
import ai.preloop.workflows.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApprovalEventsTests {

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
  void anEventSaysWhoDidWhatAndNothingInConfidence() {
    UUID approval = AuditFixtures.approval(fixture.database(), account, 2);

    new ApprovalEvents(fixture.database()).carry();

    List<ChainedRecord> kept = records();
    assertThat(kept).hasSize(2);
    AuditRecord opened = kept.getFirst().record();
    assertThat(opened.who()).isEqualTo(new AuditRecord.Who("api_key", approval, "claude"));
    assertThat(opened.what())
        .isEqualTo(new AuditRecord.What("approval.opened", "shop", "refund", null));
    assertThat(opened.judgement())
        .isEqualTo(new AuditRecord.Judgement("ask", "[{\"number\": 2}]", 3));
    AuditRecord vote = kept.getLast().record();
    assertThat(vote.who()).isEqualTo(new AuditRecord.Who("user", null, "ana"));
    assertThat(vote.what().action()).isEqualTo("approval.vote");
    assertThat(vote.ending().outcome()).isEqualTo("event 2");
    assertThat(kept.toString()).doesNotContain("a private comment");
  }

  @Test
  void anEventSaysByMoreThanTheNameWhoDidIt() {
    UUID approval = AuditFixtures.approval(fixture.database(), account, 3);
    UUID ana = UUID.randomUUID();
    act(approval, 2, "user", ana, "link");
    act(approval, 3, "api_key", approval, null);

    new ApprovalEvents(fixture.database()).carry();

    assertThat(records())
        .extracting(kept -> kept.record().who())
        .endsWith(
            new AuditRecord.Who("user", ana, "ana"),
            new AuditRecord.Who("api_key", approval, "ana"));
    assertThat(records())
        .extracting(kept -> kept.record().what().arguments())
        .containsExactly(null, "{\"credential\":\"link\"}", null);
  }

  @Test
  void anAccountWhoseEventsCannotBeWrittenHoldsUpNoOther() {
    AccountId other = fixture.account("other");
    for (AccountId broken : List.of(account, other)) {
      AccountId good = broken.equals(account) ? other : account;
      AuditFixtures.approval(fixture.database(), good, 2);
      AuditFixtures.approval(fixture.database(), broken, 2);
      refuse(broken);

      assertThatThrownBy(() -> new ApprovalEvents(fixture.database()).carry())
          .hasMessageContaining("refused by a test");

      assertThat(unrecorded(good)).isZero();
      assertThat(unrecorded(broken)).isEqualTo(2);
      fixture.owner().sql("drop trigger refuses on audit_records").update();
      new ApprovalEvents(fixture.database()).carry();
    }
  }

  private void act(UUID approval, int seq, String type, UUID id, @Nullable String credential) {
    fixture.owner().sql("alter table approval_events no force row level security").update();
    fixture
        .owner()
        .sql(
            """
            update approval_events
            set actor_type = :type, actor_id = :id, credential = :credential
            where approval_id = :approval and seq = :seq
            """)
        .param("type", type)
        .param("id", id)
        .param("credential", credential)
        .param("approval", approval)
        .param("seq", seq)
        .update();
  }

  private void refuse(AccountId refused) {
    fixture
        .owner()
        .sql(
            """
            create or replace function refuse() returns trigger language plpgsql as
              $$ begin raise exception 'refused by a test'; end $$
            """)
        .update();
    fixture
        .owner()
        .sql(
            """
            create trigger refuses before insert on audit_records for each row
              when (new.account_id = '%s') execute function refuse()
            """
                .formatted(refused))
        .update();
  }

  private long unrecorded(AccountId of) {
    return fixture
        .database()
        .asSystem(jdbc ->
            jdbc.sql(
                    "select count(*) from approval_events where recorded_at is null and account_id"
                        + " = ?")
                .param(of.value())
                .query(Long.class)
                .single());
  }

  @Test
  void twoNodesCarryEveryEventOnceAndInOrder() {
    Audit one = AuditFixtures.started(fixture.database());
    Audit other = AuditFixtures.started(fixture.database());
    for (int i = 0; i < 20; i++) {
      AuditFixtures.approval(fixture.database(), account, 10);
      one.approvalEventsChanged();
      other.approvalEventsChanged();
      one.reserve().fill(AuditFixtures.call(account, "call"));
      other.commit(AuditFixtures.call(account, "call"));
    }
    await().until(() -> unrecorded() == 0);
    one.stop();
    other.stop();

    assertThat(log.verify(account).reason()).isNull();
    List<AuditRecord> carried = new ArrayList<>();
    records().forEach(kept -> carried.add(kept.record()));
    carried.removeIf(record -> !record.what().action().startsWith("approval."));
    assertThat(carried).hasSize(200);
    carried.stream()
        .map(record -> record.trail().correlation())
        .distinct()
        .forEach(approval ->
            assertThat(carried)
                .filteredOn(record -> record.trail().correlation().equals(approval))
                .extracting(record -> record.ending().outcome())
                .containsExactlyElementsOf(
                    IntStream.rangeClosed(1, 10).mapToObj(n -> "event " + n).toList()));
  }

  private List<ChainedRecord> records() {
    return log.list(account, AuditFilter.ALL, new Part(Part.MOST, null)).items().stream()
        .sorted((one, other) -> Long.compare(one.seq(), other.seq()))
        .toList();
  }

  private long unrecorded() {
    return fixture
        .database()
        .asSystem(jdbc ->
            jdbc.sql("select count(*) from approval_events where recorded_at is null")
                .query(Long.class)
                .single());
  }
}
