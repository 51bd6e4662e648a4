package ai.preloop.activities.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.budgets.Budget.Kind;
import ai.preloop.activities.budgets.Budget.OnUnpriced;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.budgets.BudgetedCall.What;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.identity.Labels;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetsTests {

  private static final long LIMIT = 64_000;

  private static final DatabaseFixture FIXTURE = DatabaseFixture.migrated();
  private final AccountId account = FIXTURE.account(Ids.next().toString());
  private final BudgetTable table = new BudgetTable(FIXTURE, account);
  private final BudgetNode node = new BudgetNode(FIXTURE.database());

  @AfterEach
  void close() {
    node.close();
  }

  @AfterAll
  static void drop() {
    FIXTURE.close();
  }

  @Test
  void anAccountWithoutBudgetsReservesNothing() {
    node.knowing(account);

    assertThat(reserve(1)).isSameAs(Reserved.NOWHERE);
    assertThat(node.reserve(account, null)).isSameAs(Reserved.NOWHERE);
  }

  @Test
  void budgetsThatWereNeverReadLetNothingPass() {
    refused(() -> reserve(1), ProblemType.UNAVAILABLE).hasMessageContaining("not known");
    refused(() -> node.budgets.countsTools(account), ProblemType.UNAVAILABLE);
  }

  @Test
  void takesASliceAndNoStatementWhileThatLasts() {
    hard(LIMIT);

    reserve(400);
    reserve(400);
    reserve(200);
    assertThat(node.count("leases.taken")).isOne();
    assertThat(table.leased()).isEqualTo(1_000);
    reserve(1);

    assertThat(node.count("leases.taken")).isEqualTo(2);
  }

  @Test
  void whatACallDidNotCostIsFreeForTheNext() {
    hard(LIMIT);

    reserve(1_000).settle(100);
    reserve(900).settle(0);
    reserve(900);

    assertThat(node.count("leases.taken")).isOne();
  }

  @Test
  void refusesWhatDoesNotFitAndSaysWhy() {
    hard(12_500_000_000L);
    reserve(10_000_000_000L);

    refused(() -> reserve(2_500_000_001L), ProblemType.BUDGET_LIMIT_EXCEEDED)
        .hasMessage(
            "The budget \"hard\" has no room for what this call can cost: 10.00 USD of 12.50 USD"
                + " are spent or reserved this hour, and it resets at 2026-11-23T13:00:00Z.");
    assertThat(node.count("refused")).isOne();
    reserve(2_500_000_000L);
  }

  @Test
  void settlesOnceAndToTheTruth() {
    hard(LIMIT);
    Reservation reservation = reserve(5_000);

    reservation.settle(3_000);
    reservation.settle(4_000);
    returnAll();

    assertThat(table.spent()).isEqualTo(3_000);
    assertThat(table.leased()).isZero();
  }

  @Test
  void whatIsChargedAboveTheBoundIsBookedBeforeAnythingElseIsTaken() {
    hard(10_000);
    Reservation first = reserve(5_000);
    first.settle(9_500);

    refused(() -> reserve(1_000), ProblemType.BUDGET_LIMIT_EXCEEDED);
    assertThat(table.taken()).isEqualTo(9_500);
    reserve(500);
  }

  @Test
  void whatIsChargedAboveTheBoundIsHeardByOthersInTheNextRound() {
    hard(10_000);
    reserve(5_000).settle(0);
    Reservation above = reserve(5_000);
    reserve(3_000);
    above.settle(12_000);

    node.keeping.tend();

    assertThat(table.taken()).isEqualTo(15_000);
  }

  @Test
  void aDebtThatCouldNotBeToldIsToldAgain() {
    hard(10_000);
    reserve(5_000).settle(8_000);
    FIXTURE.owner().sql("alter table budget_windows rename to gone").update();
    node.tills.empty();
    FIXTURE.owner().sql("alter table gone rename to budget_windows").update();
    assertThat(table.taken()).isEqualTo(5_000);

    node.keeping.tend();

    assertThat(table.taken()).isEqualTo(8_000);
  }

  @Test
  void idleMoneyIsReturnedAfterAWhile() {
    hard(LIMIT);
    Reservation held = reserve(300);
    reserve(400).settle(200);
    node.keeping.tend();
    assertThat(table.leased()).isEqualTo(1_000);

    node.skip(Tills.REST);
    node.keeping.tend();
    assertThat(table.leased()).isEqualTo(500);

    held.settle(100);
    node.skip(Tills.REST);
    node.keeping.tend();
    assertThat(table.leased()).isZero();
    assertThat(table.spent()).isEqualTo(300);
  }

  @Test
  void aCallSettlesToTheWindowThatItBeganIn() {
    hard(10_000);
    node.now = Instant.parse("2026-11-23T11:59:59Z");
    Reservation before = reserve(10_000);

    node.now = BudgetNode.NOON;
    Reservation after = reserve(10_000);
    before.settle(7_000);
    node.keeping.tend();

    assertThat(spentFrom("2026-11-23T11:00:00Z")).isEqualTo(7_000);
    assertThat(spentFrom("2026-11-23T12:00:00Z")).isZero();
    after.settle(1_000);
  }

  @Test
  void aLoweredLimitStopsWhatIsNotTakenAndARaisedOneFrees() {
    Budget budget = hard(LIMIT);
    reserve(400);
    table.limit(budget, 500);
    node.knowing(account);

    refused(() -> reserve(101), ProblemType.BUDGET_LIMIT_EXCEEDED);
    reserve(100);

    table.limit(budget, 10_000);
    node.knowing(account);
    node.skip(Duration.ofSeconds(1));
    reserve(101);
  }

  @Test
  void aDeletedBudgetStopsNothing() {
    Budget budget = hard(10_000);
    Reservation under = reserve(10_000);
    FIXTURE.database().doInAccount(account, jdbc -> BudgetRows.delete(jdbc, account, budget.id()));

    reserve(10_000).settle(1);
    node.knowing(account);
    assertThat(reserve(1)).isSameAs(Reserved.NOWHERE);
    under.settle(10_000);
    returnAll();

    assertThat(table.taken()).isZero();
  }

  @Test
  void aNodeThatMayBeTakenForLostDrawsNothing() {
    hard(LIMIT);
    reserve(100);
    Optional<UUID> id = node.id;

    node.id = Optional.empty();
    refused(() -> reserve(100), ProblemType.UNAVAILABLE);

    node.id = id;
    reserve(100);
  }

  @Test
  void aNodeUnderAnotherIdForgetsWhatItHad() {
    hard(LIMIT);
    reserve(100);
    node.id = Optional.of(Ids.next());

    reserve(100);

    assertThat(node.count("leases.taken")).isEqualTo(2);
    node.keeping.tend();
    assertThat(table.leased()).isEqualTo(1_100);
  }

  @Test
  void aDatabaseThatIsNotThereIsNoRoom() {
    hard(LIMIT);
    Reservation first = reserve(600);
    FIXTURE.owner().sql("alter table budget_windows rename to gone").update();

    reserve(400);
    refused(() -> reserve(400), ProblemType.UNAVAILABLE);
    first.settle(10);

    FIXTURE.owner().sql("alter table gone rename to budget_windows").update();
    reserve(400);
  }

  @Test
  void whatOneBudgetRefusesIsGivenBackToTheOthers() {
    hard("a", LIMIT);
    hard("b", 100);
    hard("c", LIMIT);

    refused(() -> reserve(101), ProblemType.BUDGET_LIMIT_EXCEEDED);
    returnAll();

    assertThat(table.taken()).isZero();
  }

  @Test
  void aReservationNamesItsLeaseInEachHardBudget() {
    hard("a", LIMIT);
    hard("b", LIMIT);
    add(BudgetNode.soft("c", LIMIT));

    assertThat(reserve(100).leases()).hasSize(2).doesNotHaveDuplicates();
    assertThat(reserve(0).leases()).isEmpty();
  }

  @Test
  void aCallWithoutAPriceIsLetPassOrRefused() {
    hard(100);
    node.reserve(account, null).settle(70);
    node.tallies.book();
    assertThat(table.spent()).isEqualTo(70);
    Budget.Plan strict =
        new Plan(
            "strict",
            new BudgetScope(BudgetScope.Type.MODEL, "fast"),
            Unit.USD,
            Period.DAY,
            100,
            Kind.HARD,
            OnUnpriced.REFUSE);
    add(strict);

    refused(() -> node.reserve(account, null), ProblemType.FORBIDDEN)
        .hasMessageContaining("The model fast has no price, and the budget \"strict\"");
  }

  @Test
  void eachSubjectHasTheWholeLimit() {
    each("session", BudgetScope.Type.SESSION, 100);
    reserve("one", 100);

    refused(() -> reserve("one", 1), ProblemType.BUDGET_LIMIT_EXCEEDED);
    reserve("other", 100);
    assertThat(reserve(1_000).leases()).isEmpty();
  }

  @Test
  void countsOnlyTheCallsOfItsScope() {
    add(
        new Plan(
            "mine",
            new BudgetScope(BudgetScope.Type.USER, BudgetNode.USER.value().toString()),
            Unit.USD,
            Period.ALL_TIME,
            100,
            Kind.HARD,
            OnUnpriced.ALLOW));
    each("keys", BudgetScope.Type.KEY, 100);

    refused(() -> reserve(101), ProblemType.BUDGET_LIMIT_EXCEEDED);
    UserId somebody = new UserId(Ids.next());
    assertThat(node.budgets.reserve(BudgetNode.call(account, somebody, Labels.NONE, 101L)).leases())
        .isEmpty();
    What model = new What.Model(List.of("fast"), 101L, false);
    BudgetedCall byKey = new BudgetedCall(account, somebody, Ids.next(), Labels.NONE, model);
    refused(() -> node.budgets.reserve(byKey), ProblemType.BUDGET_LIMIT_EXCEEDED);
  }

  @Test
  void aReservationIsConfirmedWhileTheNodeIsWhoTookIt() {
    hard(LIMIT);
    var taker = node.id;
    Reservation reservation = reserve(100);

    assertThat(reservation.isConfirmed()).isTrue();
    node.id = Optional.empty();
    assertThat(reservation.isConfirmed()).isFalse();
    node.id = Optional.of(Ids.next());
    assertThat(reservation.isConfirmed()).isFalse();
    node.id = taker;
    assertThat(reservation.isConfirmed()).isTrue();
  }

  @Test
  void aModelWithoutAPriceBesideOnesThatHaveIsRefusedToo() {
    add(
        new Plan(
            "strict",
            new BudgetScope(BudgetScope.Type.ACCOUNT, null),
            Unit.USD,
            Period.DAY,
            100,
            Kind.HARD,
            OnUnpriced.REFUSE));
    What model = new What.Model(List.of("fast"), 10L, true);
    BudgetedCall shared = new BudgetedCall(account, BudgetNode.USER, null, Labels.NONE, model);

    refused(() -> node.budgets.reserve(shared), ProblemType.FORBIDDEN);
    assertThat(reserve(10).leases()).hasSize(1);
  }

  @Test
  void aColdBurstOnASlowDatabaseIsLetPassByAFewTopUps() throws Exception {
    hard(LIMIT);
    FIXTURE
        .owner()
        .sql(
            """
            create function slowly() returns trigger language plpgsql as
              'begin perform pg_sleep(0.2); return new; end';
            create trigger slowly before insert on budget_leases
              for each row execute function slowly();
            """)
        .update();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reservation>> burst =
          IntStream.range(0, 200).mapToObj(call -> threads.submit(() -> reserve(100))).toList();
      for (Future<Reservation> each : burst) {
        assertThat(each.get().leases()).hasSize(1);
      }
    } finally {
      FIXTURE.owner().sql("drop function slowly cascade").update();
    }

    assertThat(node.count("leases.taken")).isLessThan(6);
    assertThat(table.leased()).isGreaterThanOrEqualTo(20_000);
  }

  @Test
  void whoeverSettlesWaitsForNobodysStatement() throws Exception {
    hard(LIMIT);
    List<Reservation> all = List.of(reserve(100), reserve(100), reserve(100));
    try (var lock = FIXTURE.connection();
        var statement = lock.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      lock.setAutoCommit(false);
      statement.execute("lock table budget_windows, budget_leases in access exclusive mode");
      Instant begun = Instant.now();
      for (Reservation each : all) {
        threads.submit(() -> each.settle(50)).get();
      }
      reserve(500);
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(2));
      lock.rollback();
    }
  }

  private Budget hard(long limit) {
    return hard("hard", limit);
  }

  private Budget hard(String name, long limit) {
    return add(BudgetNode.hard(name, limit));
  }

  private void each(String name, BudgetScope.Type type, long limit) {
    add(
        new Plan(
            name,
            new BudgetScope(type, null),
            Unit.USD,
            Period.DAY,
            limit,
            Kind.HARD,
            OnUnpriced.ALLOW));
  }

  private Budget add(Plan plan) {
    Budget added = table.add(plan);
    node.knowing(account);
    return added;
  }

  private Reservation reserve(long bound) {
    return node.reserve(account, bound);
  }

  private Reservation reserve(String session, long bound) {
    return node.budgets.reserve(
        BudgetNode.call(
            account, BudgetNode.USER, new Labels(null, null, null, null, session), bound));
  }

  private void returnAll() {
    node.skip(Tills.REST);
    node.keeping.tend();
  }

  private long spentFrom(String start) {
    return table.sum(
        "select coalesce(sum(spent_nanos), 0) from budget_windows where window_start = '%s'"
            .formatted(start));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      ThrowingCallable call, ProblemType type) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(type));
  }
}
