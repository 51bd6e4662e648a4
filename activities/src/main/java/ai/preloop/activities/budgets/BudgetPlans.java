package ai.preloop.activities.budgets;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.accounts.Change;
import ai.preloop.activities.accounts.Named;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.identity.Principal;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes budgets, changes them and lets them go; a person with account:admin does. */
public final class BudgetPlans {

  private static final String TAKEN = "There is a budget of this name already.";

  private final AccountRows rows;

  BudgetPlans(AccountRows rows) {
    this.rows = rows;
  }

  public List<Budget> list(Principal principal) {
    return rows.read(principal, jdbc -> BudgetRows.all(jdbc, principal.account()));
  }

  /** By its name or its id. */
  public Budget get(Principal principal, String called) {
    return rows.read(principal, jdbc -> find(jdbc, principal, called));
  }

  /** What the windows of now have come to: one, or one for each subject that has spent. */
  public List<Spending> spending(Principal principal, Budget budget) {
    return rows.read(principal, jdbc -> SpendingRows.of(jdbc, budget));
  }

  /** The same of one whose calls count together, whether any did yet or not. */
  public Spending total(Principal principal, Budget budget) {
    return rows.read(principal, jdbc -> SpendingRows.total(jdbc, budget));
  }

  /** CONFLICT when the name is taken. */
  public Budget create(Principal principal, Plan plan) {
    return rows.change(
        principal,
        TAKEN,
        jdbc -> {
          plan.scope().requireSayable();
          requireOwner(jdbc, principal, plan);
          return said("budget.created", BudgetRows.add(jdbc, principal.account(), plan));
        });
  }

  /** CONFLICT when the name is taken, UNPROCESSABLE when it is to count other calls. */
  public Budget update(Principal principal, String called, Plan plan) {
    return rows.change(
        principal,
        TAKEN,
        jdbc -> {
          Budget before = find(jdbc, principal, called);
          requireSameCalls(before.plan(), plan);
          Budget after = BudgetRows.change(jdbc, principal.account(), before.id(), plan);
          BudgetRows.untell(jdbc, after);
          return said("budget.changed", after);
        });
  }

  /** What was spent in it is forgotten with it. */
  public void delete(Principal principal, String called) {
    rows.change(
        principal,
        jdbc -> {
          Budget found = find(jdbc, principal, called);
          BudgetRows.delete(jdbc, principal.account(), found.id());
          return said("budget.removed", found);
        });
  }

  private static Budget find(JdbcClient jdbc, Principal principal, String called) {
    return Named.find(BudgetRows.all(jdbc, principal.account()), called, "budget");
  }

  private static void requireOwner(JdbcClient jdbc, Principal principal, Plan plan) {
    if (!BudgetRows.hasOwner(jdbc, principal.account(), plan.scope())) {
      throw unprocessable("There is no %s with this id.".formatted(plan.scope().type().word()));
    }
  }

  private static void requireSameCalls(Plan before, Plan after) {
    boolean isSame =
        before.scope().equals(after.scope())
            && before.unit() == after.unit()
            && before.period() == after.period();
    if (!isSame) {
      throw unprocessable(
          "The scope, the unit and the period of a budget stay as they are; make another budget.");
    }
  }

  private static Change<Budget> said(String action, Budget budget) {
    return Change.of(budget, action, budget.name(), budget.plan());
  }
}
