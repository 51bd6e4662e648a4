package ai.preloop.activities.budgets;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.function.Function;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Makes budgets, changes them and lets them go; a person with account:admin does. */
public final class BudgetPlans {

  private final Database database;
  private final Revisions revisions;
  private final Audit audit;

  BudgetPlans(Database database, Revisions revisions, Audit audit) {
    this.database = database;
    this.revisions = revisions;
    this.audit = audit;
  }

  public List<Budget> list(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(
        principal.account(), jdbc -> BudgetRows.all(jdbc, principal.account()));
  }

  /** By its name or its id. */
  public Budget get(Principal principal, String called) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(principal.account(), jdbc -> find(jdbc, principal, called));
  }

  /** What the windows of now have come to: one, or one for each subject that has spent. */
  public List<Spending> spending(Principal principal, Budget budget) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(principal.account(), jdbc -> SpendingRows.of(jdbc, budget));
  }

  /** The same of one whose calls count together, whether any did yet or not. */
  public Spending total(Principal principal, Budget budget) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(principal.account(), jdbc -> SpendingRows.total(jdbc, budget));
  }

  /** CONFLICT when the name is taken. */
  public Budget create(Principal principal, Plan plan) {
    return changed(
        principal,
        jdbc -> {
          requireOwner(jdbc, principal, plan);
          Budget made = BudgetRows.add(jdbc, principal.account(), plan);
          record(principal, "budget.created", made);
          return made;
        });
  }

  /** CONFLICT when the name is taken, UNPROCESSABLE when it is to count other calls. */
  public Budget update(Principal principal, String called, Plan plan) {
    return changed(
        principal,
        jdbc -> {
          Budget before = find(jdbc, principal, called);
          requireSameCalls(before.plan(), plan);
          Budget after = BudgetRows.change(jdbc, principal.account(), before.id(), plan);
          BudgetRows.untell(jdbc, after);
          record(principal, "budget.changed", after);
          return after;
        });
  }

  /** What was spent in it is forgotten with it. */
  public void delete(Principal principal, String called) {
    changed(
        principal,
        jdbc -> {
          Budget found = find(jdbc, principal, called);
          BudgetRows.delete(jdbc, principal.account(), found.id());
          record(principal, "budget.removed", found);
          return found;
        });
  }

  private Budget changed(Principal principal, Function<JdbcClient, Budget> change) {
    principal.require(Scope.ACCOUNT_ADMIN);
    try {
      Budget changed = database.inAccount(principal.account(), change);
      revisions.refreshAfterCommit();
      return changed;
    } catch (DuplicateKeyException e) {
      throw new ProblemException(ProblemType.CONFLICT, "There is a budget of this name already.")
          .causedBy(e);
    }
  }

  private static Budget find(JdbcClient jdbc, Principal principal, String called) {
    List<Budget> all = BudgetRows.all(jdbc, principal.account());
    return all.stream()
        .filter(budget -> budget.name().equals(called))
        .findFirst()
        .or(() -> all.stream().filter(budget -> budget.id().toString().equals(called)).findFirst())
        .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such budget."));
  }

  private static void requireOwner(JdbcClient jdbc, Principal principal, Plan plan) {
    if (!BudgetRows.hasOwner(jdbc, principal.account(), plan.scope())) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "There is no %s with this id.".formatted(plan.scope().type().word()));
    }
  }

  private static void requireSameCalls(Plan before, Plan after) {
    boolean isSame =
        before.scope().equals(after.scope())
            && before.unit() == after.unit()
            && before.period() == after.period();
    if (!isSame) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "The scope, the unit and the period of a budget stay as they are; make another budget.");
    }
  }

  private void record(Principal principal, String action, Budget budget) {
    audit.change(
        AuditRecord.of(
            principal.account(),
            principal.who(),
            new What(
                action,
                budget.name(),
                null,
                JsonMapper.shared().writeValueAsString(budget.plan()))));
  }
}
