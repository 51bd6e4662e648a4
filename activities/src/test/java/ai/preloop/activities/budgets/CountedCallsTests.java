package ai.preloop.activities.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.budgets.Budget.Kind;
import ai.preloop.activities.budgets.Budget.OnUnpriced;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.budgets.BudgetedCall.What;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.identity.AllowedModels;
import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Which calls count in which budgets: by what they belong to, what they are, and who serves them.
 */
class CountedCallsTests {

  private static final DatabaseFixture FIXTURE = DatabaseFixture.migrated();
  private static final What READS = new What.Tool(true);
  private static final What WRITES = new What.Tool(false);
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
  void teamsAgentsAndFlowsHaveTheirOwnLimits() {
    add("each team", BudgetScope.Type.TEAM, null, Unit.USD, 100);
    add("one agent", BudgetScope.Type.AGENT, "claude", Unit.USD, 50);
    add("each flow", BudgetScope.Type.FLOW, null, Unit.USD, 70);
    Labels claude = new Labels("red", "claude", "nightly", null, null);

    assertThat(reserve(claude, model(50)).leases()).hasSize(3);
    refused(claude, model(1)).hasMessageContaining("one agent");
    assertThat(reserve(new Labels("red", "codex", null, null, null), model(50)).leases())
        .hasSize(1);
    refused(new Labels("red", null, null, null, null), model(1)).hasMessageContaining("each team");
    refused(new Labels("blue", null, "nightly", null, null), model(21))
        .hasMessageContaining("each flow");
    assertThat(reserve(Labels.NONE, model(1_000)).leases()).isEmpty();
  }

  @Test
  void whatTheCredentialSaysGoesBeforeWhatTheRequestSays() {
    add("one agent", BudgetScope.Type.AGENT, "claude", Unit.USD, 50);
    add("each session", BudgetScope.Type.SESSION, null, Unit.USD, 60);
    Labels said = new Labels(null, "codex", null, null, "of the request");

    var labelled =
        BudgetedCall.of(caller(new Labels(null, "claude", null, null, null)), said, model(1));
    var unlabelled = BudgetedCall.of(caller(Labels.NONE), said, model(1));

    assertThat(labelled.labels())
        .isEqualTo(new Labels(null, "claude", null, null, "of the request"));
    assertThat(unlabelled.labels()).isEqualTo(said);
    assertThat(node.budgets.reserve(labelled).leases()).hasSize(2);
    assertThat(node.budgets.reserve(unlabelled).leases()).hasSize(1);
  }

  @Test
  void toolsCountInBudgetsOfCallsAndModelsInBudgetsOfMoney() {
    add("money", BudgetScope.Type.ACCOUNT, null, Unit.USD, 10);
    add("calls", BudgetScope.Type.ACCOUNT, null, Unit.TOOL_CALLS, 3);
    add("effects", BudgetScope.Type.ACCOUNT, null, Unit.SIDE_EFFECTS, 1);

    assertThat(node.budgets.countsTools(account)).isTrue();
    assertThat(reserve(Labels.NONE, model(10)).leases()).hasSize(1);
    assertThat(reserve(Labels.NONE, READS).leases()).hasSize(1);
    assertThat(reserve(Labels.NONE, WRITES).leases()).hasSize(2);
    refused(Labels.NONE, WRITES)
        .hasMessage(
            "The budget \"effects\" has no room for this call: 1 of 1 side effects are"
                + " spent or reserved this day, and it resets at 2026-11-24T00:00:00Z.");
    reserve(Labels.NONE, READS);
    refused(Labels.NONE, READS).hasMessageContaining("\"calls\"");
  }

  @Test
  void aCallThatWasNotSentIsFreeAgainAndOneThatWasIsNot() {
    add("calls", BudgetScope.Type.ACCOUNT, null, Unit.TOOL_CALLS, 2);
    reserve(Labels.NONE, READS).settle(0);
    reserve(Labels.NONE, READS).settle(1);
    reserve(Labels.NONE, READS).settle(1);

    refused(Labels.NONE, READS);
    node.tills.empty();
    assertThat(table.spent()).isEqualTo(2);
    assertThat(table.leased()).isZero();
  }

  @Test
  void theBudgetOfAModelCountsWhatItServesUnderAnotherAlias() {
    Budget asked = add("asked", BudgetScope.Type.MODEL, "route", Unit.USD, 1_000);
    Budget served = add("served", BudgetScope.Type.MODEL, "big", Unit.USD, 1_000);
    Budget spared = add("spared", BudgetScope.Type.MODEL, "small", Unit.USD, 1_000);
    What routed = new What.Model(List.of("route", "big", "small"), 100L, false);

    Reservation reservation = reserve(Labels.NONE, routed);
    assertThat(reservation.leases()).hasSize(3);
    reservation.settle(70, "big");
    reservation.forget();
    node.tills.empty();

    assertThat(spent(asked)).isEqualTo(70);
    assertThat(spent(served)).isEqualTo(70);
    assertThat(spent(spared)).isZero();
  }

  @Test
  void aHardLimitOfATargetStopsARoutedCall() {
    add("served", BudgetScope.Type.MODEL, "big", Unit.USD, 99);

    refused(Labels.NONE, new What.Model(List.of("route", "big"), 100L, false));
    reserve(Labels.NONE, new What.Model(List.of("route", "small"), 100L, false));
  }

  @Test
  void eachModelHasItsOwnWindowAndNoneIsCountedTwice() {
    add("each", BudgetScope.Type.MODEL, null, Unit.USD, 1_000);

    Reservation reservation =
        reserve(Labels.NONE, new What.Model(List.of("big", "big", "small"), 100L, false));
    assertThat(reservation.leases()).hasSize(2);
    reservation.settle(40, "small");
    reservation.forget();
    node.tills.empty();

    assertThat(table.sum("select spent_nanos from budget_windows where subject = 'big'"))
        .isEqualTo(40);
    assertThat(table.sum("select spent_nanos from budget_windows where subject = 'small'"))
        .isEqualTo(40);
  }

  @Test
  void softBudgetsMarkTheCallsOfTheModelThatServedThem() {
    plan("soft", BudgetScope.Type.MODEL, "big", Unit.USD, 10, Kind.SOFT);
    What routed = new What.Model(List.of("route", "big"), 10L, false);
    reserve(Labels.NONE, routed).settle(10, "big");

    Reservation next = reserve(Labels.NONE, routed);
    assertThat(next.exceeded("big")).containsExactly("soft");
    assertThat(next.exceeded("route")).isEmpty();
  }

  @Test
  void aLeaseIsKeptUntilTheSettlementIsOnRecord() {
    add("money", BudgetScope.Type.ACCOUNT, null, Unit.USD, 10_000);
    Reservation reservation = reserve(Labels.NONE, model(100));

    reservation.settle(30, "fast");
    node.tills.empty();
    assertThat(table.spent()).isZero();
    assertThat(table.leased()).isEqualTo(30);
    reservation.forget();
    reservation.forget();
    node.tills.empty();

    assertThat(table.spent()).isEqualTo(30);
    assertThat(table.leased()).isZero();
  }

  @Test
  void aLostNodesLeaseOfCallsIsWorthAllOfItAndAStrayNothing() {
    add("calls", BudgetScope.Type.ACCOUNT, null, Unit.TOOL_CALLS, 640);
    reserve(Labels.NONE, READS).settle(1);
    assertThat(table.leased()).isEqualTo(10);
    LostLeases lost = new LostLeases(FIXTURE.database(), new BudgetMetrics(node.meters));

    lost.settle(node.id.orElseThrow());
    assertThat(table.spent()).isEqualTo(10);
    node.tills.empty();
    assertThat(table.spent()).isOne();

    Reservation _ = reserve(Labels.NONE, READS);
    FIXTURE
        .database()
        .doAsSystem(jdbc ->
            jdbc.sql("update budget_leases set created_at = created_at - interval '2 minutes'")
                .update());
    lost.settleStrays(node.id.orElseThrow(), Set.of());
    assertThat(table.spent()).isOne();
    assertThat(table.leased()).isZero();
  }

  @Test
  void whatABudgetOfCallsCannotBeIsSaid() {
    refusedPlan(BudgetScope.Type.MODEL, 1, OnUnpriced.ALLOW).hasMessageContaining("have no model");
    refusedPlan(BudgetScope.Type.TEAM, 1, OnUnpriced.REFUSE).hasMessageContaining("have no price");
    refusedPlan(BudgetScope.Type.TEAM, 1_000_000_001, OnUnpriced.ALLOW)
        .hasMessage("The limit is from 0 to 1000000000 tool calls.");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refusedPlan(
      BudgetScope.Type type, long limit, OnUnpriced onUnpriced) {
    BudgetScope scope = new BudgetScope(type, null);
    return assertThatThrownBy(
            () -> new Plan("p", scope, Unit.TOOL_CALLS, Period.DAY, limit, Kind.HARD, onUnpriced))
        .isInstanceOf(ProblemException.class);
  }

  private Budget add(
      String name, BudgetScope.Type type, @Nullable String value, Unit unit, long limit) {
    return plan(name, type, value, unit, limit, Kind.HARD);
  }

  private Budget plan(
      String name,
      BudgetScope.Type type,
      @Nullable String value,
      Unit unit,
      long limit,
      Kind kind) {
    BudgetScope scope = new BudgetScope(type, value);
    Budget added =
        table.add(new Plan(name, scope, unit, Period.DAY, limit, kind, OnUnpriced.ALLOW));
    node.knowing(account);
    return added;
  }

  private long spent(Budget budget) {
    return table.sum(
        "select spent_nanos from budget_windows where budget_id = '%s'".formatted(budget.id()));
  }

  private Reservation reserve(Labels labels, What what) {
    return node.budgets.reserve(
        new BudgetedCall(account, BudgetNode.USER, Ids.next(), labels, what));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(Labels labels, What what) {
    return assertThatThrownBy(() -> reserve(labels, what))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.BUDGET_LIMIT_EXCEEDED));
  }

  private Principal caller(Labels labels) {
    return new Principal(
        account,
        Principal.Kind.API_KEY,
        Ids.next(),
        "ci",
        BudgetNode.USER,
        "somebody",
        Set.of(),
        Set.of(),
        AllowedModels.ALL,
        labels,
        null);
  }

  private static What model(long bound) {
    return new What.Model(List.of("fast"), bound, false);
  }
}
