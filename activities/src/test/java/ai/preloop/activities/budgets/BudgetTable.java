package ai.preloop.activities.budgets;

import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a test reads of an account's budgets, and writes past the product. */
record BudgetTable(DatabaseFixture fixture, AccountId account) {

  Budget add(Plan plan) {
    return fixture.database().inAccount(account, jdbc -> BudgetRows.add(jdbc, account, plan));
  }

  Budget limit(Budget budget, long limit) {
    Plan was = budget.plan();
    Plan plan =
        new Plan(
            was.name(), was.scope(), was.unit(), was.period(), limit, was.kind(), was.onUnpriced());
    return fixture
        .database()
        .inAccount(account, jdbc -> BudgetRows.change(jdbc, account, budget.id(), plan));
  }

  long spent() {
    return sum("select coalesce(sum(spent_nanos), 0) from budget_windows");
  }

  long leased() {
    return sum("select coalesce(sum(amount_nanos), 0) from budget_leases");
  }

  /** What counts as spent. */
  long taken() {
    return sum(
        """
        select (select coalesce(sum(spent_nanos), 0) from budget_windows)
          + (select coalesce(sum(amount_nanos), 0) from budget_leases)
        """);
  }

  long sum(String sql) {
    return fixture.database().inAccount(account, jdbc -> jdbc.sql(sql).query(Long.class).single());
  }

  /** The row of a call, as the ledger commits it before the call is sent. */
  UUID call(UUID node, long bound, UUID... leases) {
    UUID id = Ids.next();
    fixture.database().doAsSystem(jdbc -> insert(jdbc, node, id, bound, leases));
    return id;
  }

  private void insert(JdbcClient jdbc, UUID node, UUID id, long bound, UUID... leases) {
    jdbc.sql(
            """
            insert into api_usage (account_id, id, started_at, node_id, user_id, model, operation,
              dialect, streamed, bound_nanos, leases, status)
            values (?, ?, clock_timestamp(), ?, ?, 'fast', 'messages', 'anthropic', true, ?, ?, 'open')
            """)
        .params(account.value(), id, node, BudgetNode.USER.value(), bound, leases)
        .update();
  }

  void ended(UUID call, String status, @Nullable Long cost) {
    fixture
        .database()
        .doAsSystem(jdbc ->
            jdbc.sql("update api_usage set status = ?, cost_nanos = ? where id = ?")
                .param(status)
                .param(cost)
                .param(call)
                .update());
  }

  /** As re-pricing writes it, which books what differs itself. */
  void pricedAgain(UUID call, long cost) {
    fixture
        .database()
        .doAsSystem(jdbc ->
            jdbc.sql("update api_usage set counted_nanos = cost_nanos, cost_nanos = ? where id = ?")
                .param(cost)
                .param(call)
                .update());
  }
}
