package ai.preloop.activities.budgets;

import ai.preloop.activities.budgets.Budget.Kind;
import ai.preloop.activities.budgets.Budget.OnUnpriced;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.database.Database;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.workflows.identity.AccountId;

/** Budgets for tests of what they count. */
public final class BudgetFixtures {

  private BudgetFixtures() {}

  /** As a node has them that knows the account's budgets of now. */
  public static Budgets of(Database database, AccountId account) {
    return new BudgetNode(database).knowing(account).budgets;
  }

  /** A hard one for the account, of every hour. */
  public static void limit(Database database, AccountId account, Unit unit, long limit) {
    BudgetScope scope = new BudgetScope(BudgetScope.Type.ACCOUNT, null);
    Plan plan = new Plan(unit.word(), scope, unit, Period.HOUR, limit, Kind.HARD, OnUnpriced.ALLOW);
    Budget _ = database.inAccount(account, jdbc -> BudgetRows.add(jdbc, account, plan));
  }
}
