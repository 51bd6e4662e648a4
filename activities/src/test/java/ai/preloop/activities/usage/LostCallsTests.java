package ai.preloop.activities.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.usage.ModelCall.Attribution;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LostCallsTests {

  private DatabaseFixture fixture;
  private Principal caller;
  private WrittenCalls written;
  private UsageLedger ledger;
  private LostCalls lost;

  @BeforeEach
  void migrate() {
    fixture = DatabaseFixture.migrated();
    AccountId account = fixture.account("default");
    caller = UsageFixtures.key(account, "ci");
    written = new WrittenCalls(fixture.database(), account);
    ledger = UsageFixtures.started(fixture.database());
    lost = new LostCalls(fixture.database());
  }

  @AfterEach
  void close() {
    ledger.stop();
    fixture.close();
  }

  @Test
  void whatALostNodeHadOpenIsPartialAtItsBound() {
    Entry open = opened(UsageFixtures.call(caller, "fast"));

    lost.settle(named());

    assertThat(written.only(open.id()))
        .containsEntry("status", "partial")
        .containsEntry("cost_nanos", UsageFixtures.BOUND)
        .containsEntry("usage_estimated", true)
        .containsEntry("price_source", "bound");
    assertThat(written.only(open.id()).get("settled_at")).isNotNull();
    assertThat(fixture.database().asSystem(lost::named)).isEmpty();
    open.close();
  }

  @Test
  void whatHasNoPriceCostsNothingThatIsKnown() {
    Entry open =
        opened(UsageFixtures.call(caller, "own", Operation.RESPONSES, Attribution.NONE, null));

    lost.settle(named());

    assertThat(written.only(open.id()))
        .containsEntry("cost_nanos", null)
        .containsEntry("price_source", "none");
    open.close();
  }

  @Test
  void whatWasSettledAndWhatOthersHaveOpenStays() {
    Entry settled = opened(UsageFixtures.call(caller, "fast"));
    settled.settle(UsageFixtures.ok(Usage.NONE, 5L));
    await().until(() -> written.status(settled.id()).equals("ok"));
    UsageLedger other = UsageFixtures.started(fixture.database());
    Entry others = other.open(UsageFixtures.call(caller, "fast"));
    await().until(() -> written.status(others.id()).equals("open"));

    lost.settle(written.node(settled.id()));

    assertThat(written.only(settled.id())).containsEntry("cost_nanos", 5L);
    assertThat(written.status(others.id())).isEqualTo("open");
    others.close();
    other.stop();
  }

  @Test
  void aNodeThatWasOnlySlowPutsTheTruthInItsPlace() {
    Entry open = opened(UsageFixtures.call(caller, "fast"));
    lost.settle(named());

    open.settle(UsageFixtures.ok(new Usage(1, 0, 0, 2, 0), 7L));

    await().until(() -> written.status(open.id()).equals("ok"));
    assertThat(written.only(open.id()))
        .containsEntry("cost_nanos", 7L)
        .containsEntry("usage_estimated", false)
        .containsEntry("price_source", "account");
  }

  private Entry opened(ModelCall call) {
    Entry entry = ledger.open(call);
    await().until(() -> written.status(entry.id()).equals("open"));
    return entry;
  }

  private UUID named() {
    List<UUID> nodes = fixture.database().asSystem(lost::named);
    assertThat(nodes).hasSize(1);
    return nodes.getFirst();
  }
}
