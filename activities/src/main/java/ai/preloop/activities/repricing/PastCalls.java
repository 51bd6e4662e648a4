package ai.preloop.activities.repricing;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.repricing.PastCall.Cost;
import ai.preloop.activities.repricing.PastCall.Served;
import ai.preloop.activities.repricing.PastCall.Whose;
import ai.preloop.workflows.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of calls that have ended, read part by part and priced again. */
record PastCalls(JdbcClient jdbc, AccountId account) {

  /** After which call the next part begins. */
  record Place(Instant at, UUID id) {

    static Place before(Instant from) {
      return new Place(from, new UUID(0, 0));
    }
  }

  /** A call with another cost than it had. */
  record Priced(PastCall call, long nanos, String source) {}

  /** In their order, locked; what a provider said itself is not among them. */
  List<PastCall> next(Repricing.Asked asked, Place after, int most) {
    return jdbc.sql(
            """
            select * from api_usage
            where account_id = :account and started_at >= :from and started_at < :to
              and (:model::text is null or model = :model)
              and status not in ('open', 'partial') and price_source is distinct from 'provider'
              and (started_at, id) > (:at::timestamptz, :id)
            order by started_at, id limit :most for update
            """)
        .param("account", account.value())
        .param("from", Columns.parameter(asked.span().from()))
        .param("to", Columns.parameter(asked.span().to()))
        .param("model", asked.model())
        .param("at", Columns.parameter(after.at()))
        .param("id", after.id())
        .param("most", most)
        .query((row, number) -> call(row))
        .list();
  }

  void write(List<Priced> priced) {
    jdbc.sql(
            """
            update api_usage u set previous_cost_nanos = u.cost_nanos, cost_nanos = p.nanos,
              counted_nanos = coalesce(u.counted_nanos, u.cost_nanos, 0),
              price_source = p.source, repriced_at = clock_timestamp()
            from unnest(:ids::uuid[], :starts::timestamptz[], :nanos::bigint[], :sources::text[])
              as p(id, started_at, nanos, source)
            where u.account_id = :account and u.started_at = p.started_at and u.id = p.id
            """)
        .param("account", account.value())
        .param("ids", Columns.array(priced, each -> each.call().id()))
        .param("starts", Columns.array(priced, each -> each.call().startedAt()))
        .param("nanos", Columns.array(priced, Priced::nanos))
        .param("sources", Columns.array(priced, Priced::source))
        .update();
  }

  private static PastCall call(ResultSet row) throws SQLException {
    return new PastCall(
        Columns.uuid(row, "id"),
        Columns.instant(row, "started_at"),
        new Whose(
            Columns.uuid(row, "user_id"),
            Columns.nullableUuid(row, "key_id"),
            labels(row),
            row.getString("model")),
        new Served(
            Operation.valueOf(row.getString("operation").toUpperCase(Locale.ROOT)),
            row.getString("provider"),
            row.getString("identifier"),
            row.getString("status"),
            row.getInt("http_status")),
        usage(row),
        new Cost(
            row.getObject("cost_nanos", Long.class),
            row.getObject("bound_nanos", Long.class),
            row.getBoolean("usage_estimated")));
  }

  private static Labels labels(ResultSet row) throws SQLException {
    return new Labels(
            row.getString("team"), null, row.getString("flow"), row.getString("execution"), null)
        .or(Labels.claimed(row.getString("agent"), row.getString("session")));
  }

  /** The columns have the output as the client's dialect counts it. */
  private static Usage usage(ResultSet row) throws SQLException {
    long read = row.getLong("cache_read_tokens");
    long written = row.getLong("cache_write_tokens");
    long reasoning = row.getLong("reasoning_tokens");
    boolean apart = row.getString("dialect").equals(Dialect.GEMINI.word());
    return new Usage(
        row.getLong("total_input_tokens") - read - written,
        read,
        written,
        row.getLong("cache_write_1h_tokens"),
        row.getLong("output_tokens") + (apart ? reasoning : 0),
        reasoning);
  }
}
