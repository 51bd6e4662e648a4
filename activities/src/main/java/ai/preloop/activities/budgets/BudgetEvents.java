package ai.preloop.activities.budgets;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Who hears that a budget is used up: the ledger; channels outside hear of it from there. */
interface BudgetEvents {

  /** Told once for each window, in the transaction that found it so. */
  void exceeded(JdbcClient jdbc, Budget budget, Window window, long spent);
}
