package ai.preloop.activities.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.budgets.Budget.Kind;
import ai.preloop.activities.budgets.Budget.OnUnpriced;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.identity.Labels;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CorrectionsTests {

  private static final DatabaseFixture FIXTURE = DatabaseFixture.migrated();
  private final AccountId account = FIXTURE.account(Ids.next().toString());
  private final BudgetTable table = new BudgetTable(FIXTURE, account);

  @AfterAll
  static void drop() {
    FIXTURE.close();
  }

  private Budget budget(String name, BudgetScope scope, Period period) {
    return table.add(new Plan(name, scope, Unit.USD, period, 1_000, Kind.HARD, OnUnpriced.ALLOW));
  }

  private void spent(Budget budget, String subject, Instant start, long nanos) {
    FIXTURE
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql(
                        """
                        insert into budget_windows
                          (account_id, budget_id, subject, window_start, spent_nanos)
                        values (?, ?, ?, ?, ?)
                        """)
                    .params(account.value(), budget.id(), subject, Columns.parameter(start), nanos)
                    .update());
  }

  private void book(Instant at, String model, long nanos) {
    BudgetedCall call =
        new BudgetedCall(
            account,
            BudgetNode.USER,
            null,
            Labels.NONE,
            new BudgetedCall.What.Model(List.of(model), null, false));
    FIXTURE
        .database()
        .doInAccount(
            account, jdbc -> Corrections.book(jdbc, List.of(new Correction(call, at, nanos))));
  }

  @Test
  void changeWhatEachBudgetCountedInTheWindowOfTheCall() {
    Budget daily = budget("daily", new BudgetScope(BudgetScope.Type.ACCOUNT, null), Period.DAY);
    Budget each = budget("each", new BudgetScope(BudgetScope.Type.MODEL, null), Period.ALL_TIME);
    Instant now = Instant.now().plusSeconds(1);
    spent(daily, "", Period.DAY.start(now), 100);
    spent(daily, "", Period.DAY.start(now).minus(Duration.ofDays(1)), 7);
    spent(each, "fast", Instant.EPOCH, 50);
    spent(each, "large", Instant.EPOCH, 5);

    book(now, "fast", -30);

    assertThat(table.spent()).isEqualTo(70 + 7 + 20 + 5);
  }

  @Test
  void leaveABudgetThatWasMadeAfterTheCall() {
    Budget all = budget("all", new BudgetScope(BudgetScope.Type.ACCOUNT, null), Period.ALL_TIME);
    spent(all, "", Instant.EPOCH, 100);

    book(all.createdAt().minusSeconds(1), "fast", 30);
    assertThat(table.spent()).isEqualTo(100);
    book(all.createdAt(), "fast", 30);
    assertThat(table.spent()).isEqualTo(130);
  }

  @Test
  void makeNoWindowThatIsNotThere() {
    budget("all", new BudgetScope(BudgetScope.Type.ACCOUNT, null), Period.ALL_TIME);

    book(Instant.now().plusSeconds(1), "fast", 30);

    assertThat(table.sum("select count(*) from budget_windows")).isZero();
  }
}
