package ai.preloop.activities.budgets;

import ai.preloop.activities.database.Columns;
import ai.preloop.policies.budgets.Period;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was spent of budgets, as rows. */
final class SpendingRows {

  private SpendingRows() {}

  /** The windows of now in which something was taken. */
  static List<Spending> of(JdbcClient jdbc, Budget budget) {
    Period period = budget.plan().period();
    Instant start = period.start(now(jdbc));
    Instant end = period.end(start).orElse(null);
    return jdbc.sql(
            """
            select w.subject, w.spent_nanos, coalesce((
              select sum(l.amount_nanos) from budget_leases l
              where l.budget_id = w.budget_id and l.subject = w.subject
                and l.window_start = w.window_start), 0) as reserved
            from budget_windows w where w.budget_id = ? and w.window_start = ? order by w.subject
            """)
        .params(budget.id(), Columns.parameter(start))
        .query((row, number) ->
            new Spending(
                row.getString("subject"),
                start,
                end,
                row.getLong("spent_nanos"),
                row.getLong("reserved")))
        .list();
  }

  static Spending total(JdbcClient jdbc, Budget budget) {
    return of(jdbc, budget).stream()
        .filter(spending -> spending.subject().isEmpty())
        .findFirst()
        .orElseGet(() -> nothing(jdbc, budget.plan().period()));
  }

  private static Spending nothing(JdbcClient jdbc, Period period) {
    Instant start = period.start(now(jdbc));
    return new Spending("", start, period.end(start).orElse(null), 0, 0);
  }

  /** By the clock that windows go by. */
  private static Instant now(JdbcClient jdbc) {
    return jdbc.sql("select clock_timestamp() as now")
        .query((row, number) -> Columns.instant(row, "now"))
        .single();
  }
}
