package ai.preloop.activities.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.workflows.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
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
    return log.list(account, AuditFilter.ALL, null, AuditLog.MOST).items().stream()
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
