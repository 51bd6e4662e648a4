package ai.preloop.activities.budgets;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.nodes.LostNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Heals the leases of a node that ended without returning them: each is worth what the calls that
 * were reserved on it cost, and where that is not known, what they could have cost at the most: it
 * is the same before and after the ledger of calls gives up that node's open calls. No ledger names
 * the leases of calls of tools; one that was drawn on is worth all of it.
 */
final class LostLeases implements LostNode {

  /** What a lease is worth that calls of tools may have been kept on. */
  private static final String ALL = "l.amount_nanos";

  /** And what it is worth where this node never drew on it. */
  private static final String NOTHING = "0";

  private static final String OF_MONEY =
      "(select unit = 'usd' from budgets b where b.id = l.budget_id)";

  /**
   * A call's row is not older than its lease, but for the clocks. Where it was priced again, what
   * differs is booked already.
   */
  private static final String COST =
      """
      select sum(coalesce(u.counted_nanos, u.cost_nanos, u.bound_nanos, 0)) from api_usage u
      where u.account_id = l.account_id and u.leases @> array[l.id]
        and u.started_at >= l.created_at - interval '1 day'
      """;

  private final Database database;
  private final BudgetMetrics metrics;

  LostLeases(Database database, BudgetMetrics metrics) {
    this.database = database;
    this.metrics = metrics;
  }

  @Override
  public List<UUID> named(JdbcClient jdbc) {
    return jdbc.sql("select distinct node_id from budget_leases where healed_nanos is null")
        .query(UUID.class)
        .list();
  }

  @Override
  public void settle(UUID node) {
    database.doAsSystem(LostLeases::forgetOld);
    metrics.healed(database.asSystem(jdbc -> heal(jdbc, named(jdbc, node), ALL)));
  }

  /** Heals leases that this node was never told that it got; a younger one may be on its way. */
  void settleStrays(UUID node, Set<UUID> known) {
    metrics.healed(
        database.asSystem(jdbc -> {
          List<UUID> strays = new ArrayList<>(old(jdbc, node));
          strays.removeAll(known);
          return heal(jdbc, strays, NOTHING);
        }));
  }

  private static List<UUID> named(JdbcClient jdbc, UUID node) {
    return jdbc.sql("select id from budget_leases where node_id = ? and healed_nanos is null")
        .param(node)
        .query(UUID.class)
        .list();
  }

  private static List<UUID> old(JdbcClient jdbc, UUID node) {
    return jdbc.sql(
            """
            select id from budget_leases where node_id = ? and healed_nanos is null
              and created_at < clock_timestamp() - interval '1 minute'
            """)
        .param(node)
        .query(UUID.class)
        .list();
  }

  /**
   * A node that was only slow corrects what was healed within a day. For one that ended for good
   * before it did, the ledger of calls says what it had come to know.
   */
  private static void forgetOld(JdbcClient jdbc) {
    List<UUID> leases =
        jdbc.sql(
                """
                select id from budget_leases
                where healed_at < clock_timestamp() - interval '1 day'
                """)
            .query(UUID.class)
            .list();
    if (!leases.isEmpty()) {
      forget(jdbc, leases.toArray(UUID[]::new));
    }
  }

  private static void forget(JdbcClient jdbc, UUID[] leases) {
    lockWindows(jdbc, leases);
    jdbc.sql(
            """
            with gone as (
              delete from budget_leases where id = any(?)
              returning id, account_id, budget_id, subject, window_start, healed_nanos, created_at)
            update budget_windows w set spent_nanos = spent_nanos + known.nanos
            from (
              select budget_id, subject, window_start, sum(coalesce((
            """
                + COST
                + """
                    ), 0) - healed_nanos) as nanos
                  from gone l where
                """
                + OF_MONEY
                + """
                   group by budget_id, subject, window_start) known
                where w.budget_id = known.budget_id and w.subject = known.subject
                  and w.window_start = known.window_start
                """)
        .param(leases)
        .update();
  }

  /** Before the leases, as whoever takes or returns does. */
  private static void lockWindows(JdbcClient jdbc, UUID[] leases) {
    jdbc.sql(
            """
            select 1 from budget_windows
            where (budget_id, subject, window_start) in (
              select budget_id, subject, window_start from budget_leases where id = any(?))
            """
                + Window.LOCKING_ROWS
                + "for update")
        .param(leases)
        .query(Integer.class)
        .list();
  }

  /** How many there were. */
  private static int heal(JdbcClient jdbc, List<UUID> leases, String ofTools) {
    if (leases.isEmpty()) {
      return 0;
    }
    UUID[] ids = leases.toArray(UUID[]::new);
    lockWindows(jdbc, ids);
    return jdbc.sql(
            """
            with healed as (
              update budget_leases l set amount_nanos = 0, healed_at = clock_timestamp(),
                healed_nanos = case when
            """
                + OF_MONEY
                + " then coalesce(("
                + COST
                + "), 0) else "
                + ofTools
                + """
                   end
                  where id = any(?) and healed_nanos is null
                  returning budget_id, subject, window_start, healed_nanos),
                booked as (
                  update budget_windows w set spent_nanos = spent_nanos + h.nanos
                  from (
                    select budget_id, subject, window_start, sum(healed_nanos) as nanos
                    from healed group by budget_id, subject, window_start) h
                  where w.budget_id = h.budget_id and w.subject = h.subject
                    and w.window_start = h.window_start)
                select count(*) from healed
                """)
        .param(ids)
        .query(Integer.class)
        .single();
  }
}
