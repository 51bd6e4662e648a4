package ai.preloop.activities.budgets;

import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this node knows of every account's budgets. */
public final class KnownBudgets implements AccountSnapshot {

  private final Database database;
  private final Map<AccountId, List<Budget>> known = new ConcurrentHashMap<>();

  KnownBudgets(Database database) {
    this.database = database;
  }

  /** In one order everywhere, so that two calls never hold what the other waits for. */
  List<Budget> of(AccountId account) {
    return known.getOrDefault(account, List.of());
  }

  @Override
  public void reload(AccountId account) {
    known.put(
        account,
        database.inAccount(account, jdbc -> BudgetRows.all(jdbc, account)).stream()
            .sorted(Comparator.comparing(Budget::id))
            .toList());
  }
}
