package ai.preloop.activities.budgets;

import ai.preloop.activities.database.BestEffort;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tallies of this node, booked every second or so, an account at a time. */
final class Tallies {

  private static final Duration REST = Duration.ofMinutes(1);

  private final Database database;
  private final BudgetEvents events;
  private final LongSupplier nanoTime;
  private final Map<Window, Tally> open = new ConcurrentHashMap<>();

  /** What a window has after a booking. */
  private record Booked(Tally tally, long ours, long all) {}

  Tallies(Database database, BudgetEvents events, LongSupplier nanoTime) {
    this.database = database;
    this.events = events;
    this.nanoTime = nanoTime;
  }

  /** The tally of a window, which a call has entered. */
  Tally enter(Window window, Budget budget) {
    while (true) {
      Tally tally = open.computeIfAbsent(window, made -> new Tally(made, budget, nanoTime));
      if (tally.enter(budget)) {
        return tally;
      }
    }
  }

  /** Books what was spent, hears what others spent, and forgets what rests. */
  void book() {
    Map<AccountId, List<Tally>> byAccount =
        open.values().stream().collect(Collectors.groupingBy(tally -> tally.window().account()));
    byAccount.forEach((account, tallies) ->
        BestEffort.did("What was spent of a budget", () -> book(account, tallies)));
    open.keySet()
        .forEach(window ->
            open.computeIfPresent(
                window, (_, tally) -> tally.close(REST.toNanos()) ? null : tally));
  }

  private void book(AccountId account, List<Tally> tallies) {
    List<Tally> inOrder =
        tallies.stream().sorted(Comparator.comparing(Tally::window, Window.LOCKING)).toList();
    database
        .inAccount(account, jdbc -> inOrder.stream().map(tally -> book(jdbc, tally)).toList())
        .forEach(booked -> booked.tally().booked(booked.ours(), booked.all()));
  }

  private Booked book(JdbcClient jdbc, Tally tally) {
    long ours = tally.unbooked();
    OptionalLong all = ours == 0 ? read(jdbc, tally.window()) : add(jdbc, tally.window(), ours);
    Budget budget = tally.budget();
    if (!budget.isHard() && all.isPresent() && all.getAsLong() >= budget.plan().limit()) {
      tellOnce(jdbc, tally.window(), budget, all.getAsLong());
    }
    return new Booked(tally, ours, all.orElse(0));
  }

  private static OptionalLong read(JdbcClient jdbc, Window window) {
    return jdbc.sql(
            """
            select spent_nanos from budget_windows
            where budget_id = ? and subject = ? and window_start = ?
            """)
        .params(window.budget(), window.subject(), Columns.parameter(window.start()))
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Empty where the budget is not there any more. */
  private static OptionalLong add(JdbcClient jdbc, Window window, long nanos) {
    return jdbc.sql(
            """
            insert into budget_windows (account_id, budget_id, subject, window_start, spent_nanos)
            select account_id, id, :subject, :start, :nanos from budgets
            where id = :budget for key share
            on conflict (budget_id, subject, window_start)
            do update set spent_nanos = budget_windows.spent_nanos + excluded.spent_nanos
            returning spent_nanos
            """)
        .param("subject", window.subject())
        .param("start", Columns.parameter(window.start()))
        .param("nanos", nanos)
        .param("budget", window.budget())
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** By the limit as it is now, of which this node may not know yet. */
  private void tellOnce(JdbcClient jdbc, Window window, Budget budget, long spent) {
    int first =
        jdbc.sql(
                """
                update budget_windows w set told_at = clock_timestamp() from budgets b
                where w.budget_id = ? and w.subject = ? and w.window_start = ?
                  and w.told_at is null and b.id = w.budget_id and b.kind = 'soft'
                  and w.spent_nanos >= b.limit_nanos
                """)
            .params(window.budget(), window.subject(), Columns.parameter(window.start()))
            .update();
    if (first == 1) {
      events.exceeded(jdbc, budget, window, spent);
    }
  }
}
