package ai.preloop.activities.budgets;

import ai.preloop.activities.budgets.Budget.Kind;
import ai.preloop.activities.budgets.Budget.OnUnpriced;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.database.Columns;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Budgets as rows. */
final class BudgetRows {

  private static final String COLUMNS =
      " id, name, scope, scope_value, unit, period, limit_nanos, kind, on_unpriced, created_at, updated_at ";

  private BudgetRows() {}

  static List<Budget> all(JdbcClient jdbc, AccountId account) {
    return jdbc.sql("select " + COLUMNS + " from budgets where account_id = ? order by name, id")
        .param(account.value())
        .query((row, number) -> read(row))
        .list();
  }

  static Budget add(JdbcClient jdbc, AccountId account, Plan plan) {
    return jdbc.sql(
            """
            insert into budgets
              (id, account_id, name, scope, scope_value, unit, period, limit_nanos, kind, on_unpriced)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning
            """
                + COLUMNS)
        .param(Ids.next())
        .param(account.value())
        .param(plan.name())
        .param(plan.scope().type().word())
        .param(plan.scope().value())
        .param(plan.unit().word())
        .param(plan.period().word())
        .param(plan.limit())
        .param(plan.kind().word())
        .param(plan.onUnpriced().word())
        .query((row, number) -> read(row))
        .single();
  }

  /** Whose it is and for what time stays: what was counted would mean something else. */
  static Budget change(JdbcClient jdbc, AccountId account, UUID id, Plan plan) {
    return jdbc.sql(
            """
            update budgets
            set name = ?, limit_nanos = ?, kind = ?, on_unpriced = ?, updated_at = clock_timestamp()
            where id = ? and account_id = ? returning
            """
                + COLUMNS)
        .params(
            plan.name(),
            plan.limit(),
            plan.kind().word(),
            plan.onUnpriced().word(),
            id,
            account.value())
        .query((row, number) -> read(row))
        .single();
  }

  /** Where a limit was raised beyond what was spent, it may be used up once more. */
  static void untell(JdbcClient jdbc, Budget budget) {
    jdbc.sql(
            """
            update budget_windows w set told_at = null
            from (
              select subject, window_start from budget_windows
              where budget_id = :budget and told_at is not null and spent_nanos < :limit
            """
                + Window.LOCKING_ROWS
                + """
                for update) used_up
                where w.budget_id = :budget and w.subject = used_up.subject
                  and w.window_start = used_up.window_start
                """)
        .param("budget", budget.id())
        .param("limit", budget.plan().limit())
        .update();
  }

  static void delete(JdbcClient jdbc, AccountId account, UUID id) {
    jdbc.sql("delete from budgets where id = ? and account_id = ?")
        .params(id, account.value())
        .update();
  }

  /** Whether the account has the user or the key that a budget is for. */
  static boolean hasOwner(JdbcClient jdbc, AccountId account, BudgetScope scope) {
    String value = scope.value();
    String table =
        switch (scope.type()) {
          case USER -> "users";
          case KEY -> "api_keys";
          case ACCOUNT, TEAM, AGENT, FLOW, SESSION, MODEL -> "";
        };
    if (value == null || table.isEmpty()) {
      return true;
    }
    return jdbc.sql("select exists(select from " + table + " where id = ? and account_id = ?)")
        .params(UUID.fromString(value), account.value())
        .query(Boolean.class)
        .single();
  }

  private static Budget read(ResultSet row) throws SQLException {
    return new Budget(
        Columns.uuid(row, "id"),
        new Plan(
            row.getString("name"),
            new BudgetScope(
                BudgetScope.Type.of(row.getString("scope")), row.getString("scope_value")),
            Unit.of(row.getString("unit")).orElseThrow(),
            Period.of(row.getString("period")).orElseThrow(),
            row.getLong("limit_nanos"),
            Kind.valueOf(upper(row.getString("kind"))),
            OnUnpriced.valueOf(upper(row.getString("on_unpriced")))),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
