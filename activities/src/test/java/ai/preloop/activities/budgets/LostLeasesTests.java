package ai.preloop.activities.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LostLeasesTests {

  private static final DatabaseFixture FIXTURE = DatabaseFixture.migrated();
  private final AccountId account = FIXTURE.account(Ids.next().toString());
  private final BudgetTable table = new BudgetTable(FIXTURE, account);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LostLeases lost = new LostLeases(FIXTURE.database(), new BudgetMetrics(meters));
  private final BudgetNode node = new BudgetNode(FIXTURE.database());
  private final UUID id = node.id.orElseThrow();

  @AfterAll
  static void drop() {
    FIXTURE.close();
  }

  @Test
  void aLeaseIsWorthWhatItsCallsCostOrCanHaveCost() {
    hard("a", 100_000);
    hard("b", 100_000);
    settled(1_000, 400);
    open(1_000);
    settled(1_000, 1_700);
    assertThat(named()).contains(id);

    lost.settle(id);

    assertThat(spentBy("a")).isEqualTo(3_100);
    assertThat(spentBy("b")).isEqualTo(3_100);
    assertThat(table.leased()).isZero();
    assertThat(named()).doesNotContain(id);
    assertThat(meters.get("preloop.budgets.leases.healed").counter().count()).isEqualTo(4);
  }

  @Test
  void aCallThatWasPricedAgainCountsAsItDidBefore() {
    hard("a", 100_000);
    Reservation reservation = node.reserve(account, 1_000L);
    UUID call = table.call(id, 1_000, reservation.leases().toArray(UUID[]::new));
    table.ended(call, "ok", 400L);
    table.pricedAgain(call, 100);

    lost.settle(id);

    assertThat(spentBy("a")).isEqualTo(400);
  }

  @Test
  void isHealedOnce() {
    hard("a", 100_000);
    open(1_000);

    lost.settle(id);
    lost.settle(id);

    assertThat(table.taken()).isEqualTo(1_000);
  }

  @Test
  void whatLaterCallsCostIsNotForgotten() {
    hard("a", 10_000);
    Reservation slow = open(6_000);
    Reservation slower = open(4_000);
    lost.settle(id);
    assertThat(table.taken()).isEqualTo(10_000);
    node.id = Optional.of(Ids.next());

    slow.settle(5_000);
    node.keeping.tend();
    assertThat(table.taken()).isEqualTo(9_000);
    slower.settle(5_500);
    node.keeping.tend();

    assertThat(table.taken()).isEqualTo(10_500);
    assertThat(table.sum("select count(*) from budget_leases")).isZero();
  }

  @Test
  void aCallThatWasNotCommittedYetIsCountedByItsNode() {
    hard("a", 10_000);
    Reservation unheard = node.reserve(account, 6_000L);
    lost.settle(id);
    assertThat(table.taken()).isZero();
    node.id = Optional.of(Ids.next());

    unheard.settle(6_000);
    node.keeping.tend();

    assertThat(table.taken()).isEqualTo(6_000);
  }

  @Test
  void aLeaseThatWasReturnedIsNotHealed() {
    hard("a", 10_000);
    node.reserve(account, 6_000L).settle(2_000);
    node.tills.empty();

    lost.settle(id);

    assertThat(table.taken()).isEqualTo(2_000);
  }

  @Test
  void aLeaseThatItsNodeNeverHeardOfIsHealedAfterAMinute() {
    hard("a", 100_000);
    Reservation known = node.reserve(account, 6_000L);
    BudgetNode deaf = new BudgetNode(FIXTURE.database()).knowing(account);
    deaf.id = node.id;
    deaf.reserve(account, 3_000L);
    lost.settleStrays(id, node.tills.leases());
    assertThat(table.leased()).isEqualTo(9_000);

    FIXTURE
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql("update budget_leases set created_at = created_at - interval '2 minutes'")
                    .update());
    lost.settleStrays(id, node.tills.leases());

    assertThat(table.leased()).isEqualTo(6_000);
    known.settle(0);
  }

  private void hard(String name, long limit) {
    table.add(BudgetNode.hard(name, limit));
    node.knowing(account);
  }

  private Reservation open(long bound) {
    Reservation reservation = node.reserve(account, bound);
    table.call(id, bound, reservation.leases().toArray(UUID[]::new));
    return reservation;
  }

  private void settled(long bound, long cost) {
    Reservation reservation = node.reserve(account, bound);
    UUID call = table.call(id, bound, reservation.leases().toArray(UUID[]::new));
    table.ended(call, "ok", cost);
    reservation.settle(cost);
  }

  private List<UUID> named() {
    return FIXTURE.database().asSystem(lost::named);
  }

  private long spentBy(String budget) {
    return table.sum(
        "select spent_nanos from budget_windows w join budgets b on b.id = budget_id where name = '%s'"
            .formatted(budget));
  }
}
