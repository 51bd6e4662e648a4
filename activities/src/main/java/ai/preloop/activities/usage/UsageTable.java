package ai.preloop.activities.usage;

import static ai.preloop.activities.database.Columns.array;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.traces.TraceTable;
import ai.preloop.activities.traces.TracedCall;
import ai.preloop.activities.usage.ModelCall.Attribution;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The rows of calls: opened, settled, and found open when their node is lost. */
final class UsageTable {

  private final Database database;

  UsageTable(Database database) {
    this.database = database;
  }

  /**
   * Opens, settles or does both at once; a row that is there is settled where it is open, or where
   * somebody else took it for lost. Done twice it is as if it was done once.
   */
  void write(AccountId account, List<UsageRow> rows) {
    List<TracedCall> traced =
        rows.stream().map(UsageRow::traced).filter(TracedCall::leavesRows).toList();
    if (traced.isEmpty()) {
      database.statementAsSystem(jdbc -> calls(jdbc, account, rows));
    } else {
      database.doAsSystem(jdbc -> {
        calls(jdbc, account, rows);
        TraceTable.insert(jdbc, account, traced);
      });
    }
  }

  private static void calls(JdbcClient jdbc, AccountId account, List<UsageRow> rows) {
    ends(calls(jdbc.sql(WRITE), account, rows), rows).update();
  }

  private static StatementSpec calls(StatementSpec write, AccountId account, List<UsageRow> rows) {
    return write
        .param("account", account.value())
        .param("ids", array(rows, r -> r.call().id()))
        .param("starts", array(rows, r -> r.opened().startedAt()))
        .param("nodes", array(rows, r -> r.opened().node()))
        .param("users", array(rows, r -> r.caller().user().value()))
        .param("keys", array(rows, UsageRow::keyId))
        .param("keyNames", array(rows, UsageRow::keyName))
        .param("sessions", array(rows, r -> r.attributed(Attribution::session)))
        .param("agents", array(rows, r -> r.attributed(Attribution::agent)))
        .param("flows", array(rows, r -> r.attributed(Attribution::flow)))
        .param("executions", array(rows, r -> r.attributed(Attribution::execution)))
        .param("teams", array(rows, r -> r.attributed(Attribution::team)))
        .param("models", array(rows, r -> UsageRow.text(r.call().asked().model())))
        .param("operations", array(rows, r -> r.call().asked().operation().word()))
        .param("dialects", array(rows, r -> r.dialect().word()))
        .param("streamed", array(rows, r -> r.call().asked().streamed()))
        .param("bounds", array(rows, r -> r.call().bound()))
        .param("leases", array(rows, UsageRow::leases))
        .param("statuses", array(rows, UsageRow::status));
  }

  private static StatementSpec ends(StatementSpec write, List<UsageRow> rows) {
    return write
        .param("providers", array(rows, r -> r.endText(o -> o.served().provider())))
        .param("identifiers", array(rows, r -> r.endText(o -> o.served().identifier())))
        .param("https", array(rows, UsageTable::httpStatus))
        .param("requests", array(rows, r -> r.endText(o -> o.served().upstreamRequestId())))
        .param("inputs", array(rows, r -> r.end(o -> o.usage().inputOf(r.dialect()))))
        .param("outputs", array(rows, r -> r.end(o -> o.usage().outputOf(r.dialect()))))
        .param("totals", tokens(rows, Usage::input))
        .param("reads", tokens(rows, Usage::cacheRead))
        .param("writes", tokens(rows, Usage::cacheWrite))
        .param("hourWrites", tokens(rows, Usage::cacheWriteHour))
        .param("reasonings", tokens(rows, Usage::reasoning))
        .param("costs", array(rows, r -> r.end(o -> o.cost().nanos())))
        .param("sources", array(rows, r -> r.endText(o -> o.cost().priceSource())))
        .param("estimates", array(rows, r -> r.end(o -> o.cost().estimated())))
        .param("firsts", array(rows, r -> r.end(o -> UsageRow.millis(o.timing().firstByte()))))
        .param("wholes", array(rows, r -> r.end(o -> UsageRow.millis(o.timing().whole()))))
        .param("sessionSources", array(rows, UsageRow::sessionSource));
  }

  private static Object tokens(List<UsageRow> rows, ToLongFunction<Usage> count) {
    return array(rows, r -> r.end(o -> count.applyAsLong(o.usage())));
  }

  private static @Nullable Object httpStatus(UsageRow row) {
    return row.end(o -> o.served().httpStatus() == 0 ? null : o.served().httpStatus());
  }

  /** The nodes that have calls under way, by what the rows say. */
  static List<UUID> nodesOfOpenCalls(JdbcClient jdbc) {
    return jdbc.sql("select distinct node_id from api_usage where status = 'open'")
        .query(UUID.class)
        .list();
  }

  /** What they used is not known; each may have cost the most that it could. */
  static int giveUp(JdbcClient jdbc, UUID node) {
    return jdbc.sql(
            """
            update api_usage set status = 'partial', cost_nanos = bound_nanos, usage_estimated = true,
              price_source = case when bound_nanos is null then 'none' else 'bound' end,
              settled_at = clock_timestamp()
            where node_id = :node and status = 'open'
            """)
        .param("node", node)
        .update();
  }

  private static final String WRITE =
      """
      insert into api_usage (
        account_id, id, started_at, node_id, user_id, key_id, key_name, session, agent, flow,
        execution, team, model, operation, dialect, streamed, bound_nanos, leases, status, provider,
        identifier, http_status, upstream_request_id, input_tokens, output_tokens,
        total_input_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens,
        reasoning_tokens, cost_nanos, price_source, usage_estimated, first_byte_ms, duration_ms,
        session_source, settled_at)
      select :account, id, started_at, node_id, user_id, key_id, key_name, session, agent, flow,
        execution, team, model, operation, dialect, streamed, bound_nanos, leases::uuid[], status,
        provider, identifier, http_status, upstream_request_id, coalesce(input_tokens, 0),
        coalesce(output_tokens, 0), coalesce(total_input_tokens, 0),
        coalesce(cache_read_tokens, 0), coalesce(cache_write_tokens, 0),
        coalesce(cache_write_1h_tokens, 0),
        coalesce(reasoning_tokens, 0), cost_nanos, price_source, coalesce(usage_estimated, false),
        first_byte_ms, duration_ms, session_source, case when status <> 'open' then clock_timestamp() end
      from unnest(
        :ids::uuid[], :starts::timestamptz[], :nodes::uuid[], :users::uuid[], :keys::uuid[],
        :keyNames::text[], :sessions::text[], :agents::text[], :flows::text[],
        :executions::text[], :teams::text[], :models::text[], :operations::text[], :dialects::text[],
        :streamed::boolean[], :bounds::bigint[], :leases::text[], :statuses::text[],
        :providers::text[], :identifiers::text[], :https::integer[], :requests::text[],
        :inputs::bigint[], :outputs::bigint[], :totals::bigint[], :reads::bigint[],
        :writes::bigint[], :hourWrites::bigint[], :reasonings::bigint[], :costs::bigint[],
        :sources::text[], :estimates::boolean[], :firsts::bigint[], :wholes::bigint[],
        :sessionSources::text[])
      as r(id, started_at, node_id, user_id, key_id, key_name, session, agent, flow,
        execution, team, model, operation, dialect, streamed, bound_nanos, leases, status, provider,
        identifier, http_status, upstream_request_id, input_tokens, output_tokens,
        total_input_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens,
        reasoning_tokens, cost_nanos, price_source, usage_estimated, first_byte_ms, duration_ms,
        session_source)
      on conflict (account_id, started_at, id) do update set
        status = excluded.status, provider = excluded.provider, identifier = excluded.identifier,
        http_status = excluded.http_status, upstream_request_id = excluded.upstream_request_id,
        input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
        total_input_tokens = excluded.total_input_tokens,
        cache_read_tokens = excluded.cache_read_tokens,
        cache_write_tokens = excluded.cache_write_tokens,
        cache_write_1h_tokens = excluded.cache_write_1h_tokens,
        reasoning_tokens = excluded.reasoning_tokens, cost_nanos = excluded.cost_nanos,
        price_source = excluded.price_source, usage_estimated = excluded.usage_estimated,
        session_source = excluded.session_source,
        first_byte_ms = excluded.first_byte_ms, duration_ms = excluded.duration_ms,
        settled_at = excluded.settled_at
      where api_usage.status in ('open', 'partial') and excluded.status <> 'open'
      """;
}
