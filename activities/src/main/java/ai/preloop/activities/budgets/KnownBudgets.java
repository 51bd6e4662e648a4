package ai.preloop.activities.budgets;

import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What this node knows of every account's budgets. */
public final class KnownBudgets implements AccountSnapshot {

  private final Database database;
  private final Map<AccountId, OfAccount> known = new ConcurrentHashMap<>();

  /**
   * One account's, in one order everywhere, so that two calls never hold what the other waits for.
   */
  record OfAccount(List<Budget> all, boolean countsTools) {

    private static OfAccount these(Stream<Budget> budgets) {
      List<Budget> all = budgets.sorted(Comparator.comparing(Budget::id)).toList();
      return new OfAccount(all, all.stream().anyMatch(budget -> !budget.plan().unit().isMoney()));
    }
  }

  KnownBudgets(Database database) {
    this.database = database;
  }

  /** UNAVAILABLE where they were never read: nobody knows then that there are none. */
  OfAccount of(AccountId account) {
    OfAccount found = known.get(account);
    if (found == null) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The account's budgets are not known on this node yet, so nothing was sent; try again shortly.");
    }
    return found;
  }

  @Override
  public void reload(AccountId account) {
    known.put(
        account,
        OfAccount.these(
            database.inAccount(account, jdbc -> BudgetRows.all(jdbc, account)).stream()));
  }
}
