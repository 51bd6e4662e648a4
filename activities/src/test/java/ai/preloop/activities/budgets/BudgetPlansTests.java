package ai.preloop.activities.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditSettings;
import ai.preloop.activities.budgets.Budget.Kind;
import ai.preloop.activities.budgets.Budget.OnUnpriced;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BudgetPlansTests {

  private static final DatabaseFixture FIXTURE = DatabaseFixture.migrated();

  private final AccountId account = FIXTURE.account(Ids.next().toString());
  private final BudgetTable table = new BudgetTable(FIXTURE, account);
  private final BudgetPlans plans =
      new BudgetPlans(
          new AccountRows(
              FIXTURE.database(),
              new Revisions(FIXTURE.database(), List.of(), System::nanoTime),
              new Audit(FIXTURE.database(), new SimpleMeterRegistry(), AuditSettings.DEFAULT)));

  @AfterAll
  static void drop() {
    FIXTURE.close();
  }

  @Test
  void noneIsMadeForWhatHasSpaceAroundIt() {
    assertThatThrownBy(() -> plans.create(owner(), team(" ops"))).hasMessageContaining("no space");

    assertThat(plans.list(owner())).isEmpty();
  }

  @Test
  void oneThatWasMadeForSpacesBeforeIsReadAndChangedAndRemoved() {
    write(" ops");
    write("ops");
    BudgetNode node = new BudgetNode(FIXTURE.database()).knowing(account);

    assertThat(node.known.of(account).all()).hasSize(2);
    assertThat(plans.update(owner(), " ops", team(" ops")).plan().limit()).isEqualTo(1_000);
    plans.delete(owner(), " ops");
    assertThat(plans.list(owner())).hasSize(1);
  }

  private void write(String team) {
    Budget made = table.add(team("ops"));
    FIXTURE
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql("update budgets set name = ?, scope_value = ? where id = ?")
                    .params(team, team, made.id())
                    .update());
  }

  private static Plan team(String value) {
    return new Plan(
        value,
        new BudgetScope(BudgetScope.Type.TEAM, value),
        Unit.USD,
        Period.DAY,
        1_000,
        Kind.HARD,
        OnUnpriced.ALLOW);
  }

  private Principal owner() {
    return new Principal(
        account,
        Principal.Kind.USER,
        Ids.next(),
        "ana",
        BudgetNode.USER,
        "ana",
        Set.of(Scope.ACCOUNT_READ, Scope.ACCOUNT_ADMIN),
        Set.of());
  }
}
