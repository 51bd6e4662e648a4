package ai.preloop.activities.usage;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.usage.RecordedCall.Asked;
import ai.preloop.activities.usage.RecordedCall.Cost;
import ai.preloop.activities.usage.RecordedCall.Ending;
import ai.preloop.activities.usage.RecordedCall.Tokens;
import ai.preloop.activities.usage.RecordedCall.Who;
import ai.preloop.activities.usage.Totals.Calls;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ledger's rows, and what groups of them come to, as they are read. */
final class UsageRows {

  private UsageRows() {}

  static RecordedCall call(ResultSet row, int number) throws SQLException {
    return new RecordedCall(
        Columns.uuid(row, "id"),
        Columns.instant(row, "started_at"),
        Columns.nullableInstant(row, "settled_at"),
        who(row),
        new Asked(
            row.getString("model"),
            row.getString("operation"),
            row.getString("dialect"),
            row.getBoolean("streamed")),
        ending(row));
  }

  static FoundCall found(ResultSet row, int number) throws SQLException {
    return new FoundCall(
        call(row, number),
        row.getString("request_preview"),
        row.getString("answer_preview"),
        row.getString("headline"));
  }

  private static Who who(ResultSet row) throws SQLException {
    return new Who(
        Columns.uuid(row, "user_id"),
        Columns.nullableUuid(row, "key_id"),
        row.getString("key_name"),
        row.getString("session"),
        row.getString("agent"),
        row.getString("flow"),
        row.getString("execution"),
        row.getString("team"));
  }

  private static Ending ending(ResultSet row) throws SQLException {
    return new Ending(
        row.getString("status"),
        row.getString("provider"),
        row.getString("identifier"),
        row.getObject("http_status", Integer.class),
        row.getString("upstream_request_id"),
        tokens(row),
        new Cost(
            row.getObject("bound_nanos", Long.class),
            row.getObject("cost_nanos", Long.class),
            row.getObject("previous_cost_nanos", Long.class),
            row.getString("price_source"),
            row.getBoolean("usage_estimated")),
        row.getObject("first_byte_ms", Long.class),
        row.getObject("duration_ms", Long.class));
  }

  private static Tokens tokens(ResultSet row) throws SQLException {
    return new Tokens(
        row.getLong("input_tokens"),
        row.getLong("output_tokens"),
        row.getLong("total_input_tokens"),
        row.getLong("cache_read_tokens"),
        row.getLong("cache_write_tokens"),
        row.getLong("cache_write_1h_tokens"),
        row.getLong("reasoning_tokens"));
  }

  static Totals totals(ResultSet row) throws SQLException {
    return new Totals(
        new Calls(
            row.getLong("calls"),
            row.getLong("open"),
            row.getLong("errors"),
            row.getLong("estimated"),
            row.getLong("unpriced")),
        new Totals.Tokens(
            row.getLong("input"),
            row.getLong("output"),
            row.getLong("cache_read"),
            row.getLong("cache_write"),
            row.getLong("reasoning")),
        row.getBigDecimal("cost"));
  }

  static UsageSummary.Group group(ResultSet row, List<Dimension> by) throws SQLException {
    Map<Dimension, @Nullable String> of = new EnumMap<>(Dimension.class);
    Map<Dimension, @Nullable String> names = new EnumMap<>(Dimension.class);
    for (Dimension each : by) {
      of.put(each, row.getString("by_" + each.word()));
    }
    if (by.contains(Dimension.KEY)) {
      names.put(Dimension.KEY, row.getString("key_name"));
    }
    if (by.contains(Dimension.USER)) {
      names.put(Dimension.USER, row.getString("user_name"));
    }
    return new UsageSummary.Group(of, names, totals(row));
  }
}
