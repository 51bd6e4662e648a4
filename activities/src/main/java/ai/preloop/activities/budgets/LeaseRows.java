package ai.preloop.activities.budgets;

import ai.preloop.activities.budgets.Trade.Got;
import ai.preloop.activities.budgets.Trade.Part;
import ai.preloop.activities.budgets.Trade.Traded;
import ai.preloop.activities.budgets.Trade.Wish;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.policies.budgets.Slice;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Leases as rows. Whatever takes or books money holds the row of the window locked first, and reads
 * the sums in a statement after that, so that it sees what was done before it had the lock.
 */
final class LeaseRows {

  private final Database database;

  LeaseRows(Database database) {
    this.database = database;
  }

  Traded trade(Window window, UUID node, Trade trade) {
    return database.inAccount(window.account(), jdbc -> traded(jdbc, window, node, trade));
  }

  private static Traded traded(JdbcClient jdbc, Window window, UUID node, Trade trade) {
    if (!lock(jdbc, window)) {
      return new Traded(ids(trade.kept()), new Got.Gone());
    }
    end(jdbc, window, trade.ended());
    Set<UUID> lost = keep(jdbc, trade.kept());
    Wish wish = trade.wish();
    return new Traded(lost, wish == null ? new Got.Nothing() : get(jdbc, window, node, wish));
  }

  /** Whether the budget is there. */
  private static boolean lock(JdbcClient jdbc, Window window) {
    if (isLocked(jdbc, window)) {
      return true;
    }
    of(
            window,
            jdbc.sql(
                """
                insert into budget_windows (account_id, budget_id, subject, window_start)
                select account_id, id, :subject, :start from budgets
                where id = :budget for key share
                on conflict do nothing
                """))
        .update();
    return isLocked(jdbc, window);
  }

  private static boolean isLocked(JdbcClient jdbc, Window window) {
    return of(
            window,
            jdbc.sql(
                """
                select 1 from budget_windows
                where budget_id = :budget and subject = :subject and window_start = :start
                for update
                """))
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** A lease that was healed meanwhile was booked then; only what differs is booked now. */
  private static void end(JdbcClient jdbc, Window window, List<Part> ended) {
    if (ended.isEmpty()) {
      return;
    }
    of(
            window,
            parts(
                ended,
                jdbc.sql(
                    """
                    with gone as (
                      delete from budget_leases where id = any(:ids::uuid[]) returning id, healed_nanos)
                    update budget_windows set spent_nanos = spent_nanos + coalesce((
                      select sum(part.nanos - coalesce(gone.healed_nanos, 0))
                      from gone join unnest(:ids::uuid[], :nanos::bigint[]) part(id, nanos) using (id)), 0)
                    where budget_id = :budget and subject = :subject and window_start = :start
                    """)))
        .update();
  }

  private static Set<UUID> keep(JdbcClient jdbc, List<Part> kept) {
    Set<UUID> lost = new HashSet<>(ids(kept));
    if (!kept.isEmpty()) {
      parts(
              kept,
              jdbc.sql(
                  """
                  update budget_leases l set amount_nanos = part.nanos, bared_at = clock_timestamp()
                  from unnest(:ids::uuid[], :nanos::bigint[]) part(id, nanos)
                  where l.id = part.id and l.healed_nanos is null returning l.id
                  """))
          .query(UUID.class)
          .list()
          .forEach(lost::remove);
    }
    return lost;
  }

  private static Got get(JdbcClient jdbc, Window window, UUID node, Wish wish) {
    Optional<Sums> found = sums(jdbc, window, node, wish.recalledAt());
    if (found.isEmpty()) {
      return new Got.Gone();
    }
    Sums sums = found.get();
    OptionalLong slice =
        sums.isScarce()
            ? Slice.exact(wish.need(), sums.available())
            : Slice.of(wish.need(), wish.want(), sums.limit(), sums.available());
    return slice.isPresent()
        ? take(jdbc, window, node, slice.getAsLong(), sums.changedAt())
        : lacking(jdbc, window, wish, sums);
  }

  private static Got take(
      JdbcClient jdbc, Window window, UUID node, long amount, Instant changedAt) {
    UUID id = Ids.next();
    of(
            window,
            jdbc.sql(
                """
                insert into budget_leases
                  (id, account_id, budget_id, subject, window_start, node_id, amount_nanos)
                values (:id, current_account(), :budget, :subject, :start, :node, :amount)
                """))
        .param("id", id)
        .param("node", node)
        .param("amount", amount)
        .update();
    return new Got.Slice(id, amount, changedAt);
  }

  /** Others are asked only where what they have would be enough, and once for a call. */
  private static Got lacking(JdbcClient jdbc, Window window, Wish wish, Sums sums) {
    boolean hopeful = wish.mayRecall() && sums.available() + sums.elsewhere() >= wish.need();
    Instant awaited = hopeful ? wish.recalledAt() : null;
    if (hopeful && awaited == null) {
      awaited = recall(jdbc, window);
    }
    return new Got.Lacking(sums.limit(), sums.limit() - sums.available(), awaited);
  }

  private static Instant recall(JdbcClient jdbc, Window window) {
    jdbc.sql("select pg_notify('preloop_budgets', :budget)")
        .param("budget", window.budget().toString())
        .query((row, number) -> 1)
        .single();
    return of(
            window,
            jdbc.sql(
                """
                update budget_windows set recalled_at = clock_timestamp()
                where budget_id = :budget and subject = :subject and window_start = :start
                returning recalled_at
                """))
        .query((row, number) -> Columns.instant(row, "recalled_at"))
        .single();
  }

  /** {@code elsewhere} is what other nodes have, but for those that answered the recall. */
  private record Sums(
      long limit, long available, long elsewhere, boolean isScarce, Instant changedAt) {

    private static Sums read(ResultSet row) throws SQLException {
      return new Sums(
          row.getLong("limit_nanos"),
          row.getLong("available"),
          row.getLong("elsewhere"),
          row.getBoolean("scarce"),
          Columns.instant(row, "updated_at"));
    }
  }

  private static Optional<Sums> sums(
      JdbcClient jdbc, Window window, UUID node, @Nullable Instant recalledAt) {
    return of(
            window,
            jdbc.sql(
                """
                select b.limit_nanos, b.updated_at,
                  b.limit_nanos - w.spent_nanos - coalesce(sum(l.amount_nanos), 0)::bigint
                    as available,
                  coalesce(sum(l.amount_nanos) filter (
                    where l.node_id <> :node
                      and (:recalled::timestamptz is null or l.bared_at < :recalled)), 0)::bigint
                    as elsewhere,
                  coalesce(w.recalled_at > clock_timestamp() - interval '1 second', false) as scarce
                from budgets b
                join budget_windows w on w.budget_id = b.id
                left join budget_leases l on l.budget_id = w.budget_id and l.subject = w.subject
                  and l.window_start = w.window_start
                where b.id = :budget and w.subject = :subject and w.window_start = :start
                group by b.id, w.budget_id, w.subject, w.window_start
                """))
        .param("node", node)
        .param("recalled", recalledAt == null ? null : Columns.parameter(recalledAt))
        .query((row, number) -> Sums.read(row))
        .optional();
  }

  /** The windows of which others have asked for what lies idle, and this node has not answered. */
  Set<Window> recalled(UUID node) {
    return database.asSystem(jdbc ->
        Set.copyOf(
            jdbc.sql(
                    """
                    select distinct l.account_id, budget_id, subject, window_start
                    from budget_leases l join budget_windows w using (budget_id, subject, window_start)
                    where l.node_id = ? and l.healed_nanos is null and w.recalled_at > l.bared_at
                    """)
                .param(node)
                .query((row, number) ->
                    new Window(
                        new AccountId(Columns.uuid(row, "account_id")),
                        Columns.uuid(row, "budget_id"),
                        row.getString("subject"),
                        Columns.instant(row, "window_start")))
                .list()));
  }

  private static StatementSpec of(Window window, StatementSpec statement) {
    return statement
        .param("budget", window.budget())
        .param("subject", window.subject())
        .param("start", Columns.parameter(window.start()));
  }

  private static StatementSpec parts(List<Part> parts, StatementSpec statement) {
    return statement
        .param("ids", parts.stream().map(part -> part.lease().toString()).toArray(String[]::new))
        .param("nanos", parts.stream().map(Part::nanos).toArray(Long[]::new));
  }

  private static Set<UUID> ids(List<Part> parts) {
    return Set.copyOf(parts.stream().map(Part::lease).toList());
  }
}
