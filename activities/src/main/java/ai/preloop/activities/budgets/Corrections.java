package ai.preloop.activities.budgets;

import ai.preloop.activities.budgets.BudgetScope.Counted;
import ai.preloop.activities.database.Columns;
import ai.preloop.workflows.identity.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was spent, put right once it is known that calls cost something else. */
public final class Corrections {

  private Corrections() {}

  /**
   * Books what differs in every budget that counted the calls, in the windows that are still there;
   * within the transaction of an account, whose calls they all are. One that was made after a call
   * has not counted it.
   */
  public static void book(JdbcClient jdbc, List<Correction> corrections) {
    if (corrections.isEmpty()) {
      return;
    }
    AccountId account = corrections.getFirst().call().account();
    keepBudgets(jdbc, account);
    Map<Window, Long> windows = new TreeMap<>(Window.LOCKING);
    for (Budget budget : BudgetRows.all(jdbc, account)) {
      corrections.forEach(correction -> add(budget, correction, windows));
    }
    windows.forEach((window, nanos) -> book(jdbc, window, nanos));
  }

  /** Whoever deletes a budget locks its windows in no order, so it waits before the first. */
  private static void keepBudgets(JdbcClient jdbc, AccountId account) {
    jdbc.sql("select 1 from budgets where account_id = ? order by id for key share")
        .param(account.value())
        .query(Integer.class)
        .list();
  }

  private static void add(Budget budget, Correction correction, Map<Window, Long> windows) {
    BudgetedCall call = correction.call();
    if (correction.at().isBefore(budget.createdAt()) || !call.isCountedIn(budget)) {
      return;
    }
    Instant start = budget.plan().period().start(correction.at());
    for (Counted counted : budget.plan().scope().counted(call)) {
      windows.merge(
          new Window(call.account(), budget.id(), counted.subject(), start),
          correction.nanos(),
          Long::sum);
    }
  }

  /** Less than nothing may stand there until a node books what it has spent of its lease. */
  private static void book(JdbcClient jdbc, Window window, long nanos) {
    jdbc.sql(
            """
            update budget_windows set spent_nanos = spent_nanos + :nanos
            where budget_id = :budget and subject = :subject and window_start = :start
            """)
        .param("nanos", nanos)
        .param("budget", window.budget())
        .param("subject", window.subject())
        .param("start", Columns.parameter(window.start()))
        .update();
  }
}
