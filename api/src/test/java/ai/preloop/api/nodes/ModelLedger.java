package ai.preloop.api.nodes;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database knows of the calls of a key and of its budget, in nanodollars. */
record ModelLedger(JdbcClient jdbc, UUID key, UUID budget) {

  private static final UUID NO_BUDGET = new UUID(0, 0);

  ModelLedger(JdbcClient jdbc, String key) {
    this(jdbc, UUID.fromString(key), NO_BUDGET);
  }

  ModelLedger with(String budget) {
    return new ModelLedger(jdbc, key, UUID.fromString(budget));
  }

  /** The most that the call could cost that was made last. */
  long bound() {
    return number("select bound_nanos from api_usage where key_id = :key order by id desc limit 1");
  }

  long calls(String status) {
    return jdbc.sql("select count(*) from api_usage where key_id = :key and status = :status")
        .param("key", key)
        .param("status", status)
        .query(Long.class)
        .single();
  }

  List<String> callIds() {
    return jdbc.sql("select id from api_usage where key_id = :key")
        .param("key", key)
        .query(String.class)
        .list();
  }

  /** What the calls cost that a budget's money was kept for. */
  long cost() {
    return number(
        """
        select coalesce(sum(cost_nanos), 0)::bigint from api_usage
        where key_id = :key and leases <> '{}'
        """);
  }

  /** Booked, without what nodes hold. */
  long spent() {
    return number(
        """
        select coalesce(sum(spent_nanos), 0)::bigint from budget_windows where budget_id = :budget
        """);
  }

  /** Booked, or in the hands of nodes. */
  long taken() {
    return number(
        """
        select coalesce(sum(spent_nanos + (
            select coalesce(sum(amount_nanos), 0) from budget_leases l
            where l.budget_id = w.budget_id)), 0)::bigint
        from budget_windows w where budget_id = :budget
        """);
  }

  /** Leases that neither their node nor another has settled. */
  long leases() {
    return number(
        """
        select count(*) from budget_leases where budget_id = :budget and healed_nanos is null
        """);
  }

  /** Has the nodes return what lies idle with them, as one does that needs it. */
  void recall() {
    jdbc.sql(
            """
            update budget_windows set recalled_at = clock_timestamp() where budget_id = :budget
            """)
        .param("budget", budget)
        .update();
  }

  static BigDecimal dollars(long nanos) {
    return BigDecimal.valueOf(nanos, 9);
  }

  private long number(String sql) {
    return jdbc.sql(sql).params(Map.of("key", key, "budget", budget)).query(Long.class).single();
  }
}
