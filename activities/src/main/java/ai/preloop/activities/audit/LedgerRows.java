package ai.preloop.activities.audit;

import ai.preloop.activities.audit.AuditRecord.Circumstances;
import ai.preloop.activities.audit.AuditRecord.Ending;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.Trail;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.Columns;
import ai.preloop.workflows.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger's rows: written many at once, read one by one. */
final class LedgerRows {

  /** Every column, as {@link #read} wants them. */
  static final String COLUMNS =
      """
      account_id, seq, id, at, correlation_id, session_id, agent_id, flow_id,
      principal_type, principal_id, principal_name, action, server, tool, verdict, rule,
      policy_version, arguments, outcome, duration_us, encode(context, 'hex') as context,
      justification, session_calls, encode(hash, 'hex') as hash, encode(previous_hash, 'hex') as previous_hash
      """;

  private LedgerRows() {}

  static void insert(JdbcClient jdbc, List<ChainedRecord> rows) {
    List<AuditRecord> records = rows.stream().map(ChainedRecord::record).toList();
    jdbc.sql(
            """
            insert into audit_records (
              account_id, seq, id, at, correlation_id, session_id, agent_id, flow_id,
              principal_type, principal_id, principal_name, action, server, tool, verdict, rule,
              policy_version, arguments, outcome, duration_us, context, justification,
              session_calls, hash, previous_hash)
            select :account, seq, id, at, correlation_id, session_id, agent_id, flow_id,
              principal_type, principal_id, principal_name, action, server, tool, verdict, rule,
              policy_version, arguments, outcome, duration_us, decode(context, 'hex'),
              justification, session_calls, decode(hash, 'hex'), decode(previous_hash, 'hex')
            from unnest(
              :seqs::bigint[], :ids::uuid[], :ats::timestamptz[], :correlations::uuid[],
              :sessions::uuid[], :agents::uuid[], :flows::uuid[],
              :types::text[], :principals::uuid[], :names::text[],
              :actions::text[], :servers::text[], :tools::text[], :verdicts::text[],
              :rules::text[], :versions::integer[], :arguments::text[], :outcomes::text[],
              :durations::bigint[], :contexts::text[], :justifications::text[],
              :earlier::bigint[], :hashes::text[], :previous::text[])
            as r(seq, id, at, correlation_id, session_id, agent_id, flow_id,
              principal_type, principal_id, principal_name, action, server, tool, verdict, rule,
              policy_version, arguments, outcome, duration_us, context, justification,
              session_calls, hash, previous_hash)
            """)
        .param("account", records.getFirst().account().value())
        .param("seqs", Columns.array(rows, ChainedRecord::seq))
        .param("ids", Columns.array(records, AuditRecord::id))
        .param("ats", Columns.array(records, AuditRecord::at))
        .param("correlations", Columns.array(records, r -> r.trail().correlation()))
        .param("sessions", Columns.array(records, r -> r.trail().session()))
        .param("agents", Columns.array(records, r -> r.trail().agent()))
        .param("flows", Columns.array(records, r -> r.trail().flow()))
        .param("types", Columns.array(records, r -> r.who().type()))
        .param("principals", Columns.array(records, r -> r.who().id()))
        .param("names", Columns.array(records, r -> r.who().name()))
        .param("actions", Columns.array(records, r -> r.what().action()))
        .param("servers", Columns.array(records, r -> r.what().server()))
        .param("tools", Columns.array(records, r -> r.what().tool()))
        .param("arguments", Columns.array(records, r -> r.what().arguments()))
        .param("verdicts", Columns.array(records, r -> r.judgement().verdict()))
        .param("rules", Columns.array(records, r -> r.judgement().rule()))
        .param("versions", Columns.array(records, r -> r.judgement().policyVersion()))
        .param("outcomes", Columns.array(records, r -> r.ending().outcome()))
        .param("durations", Columns.array(records, r -> micros(r.ending().took())))
        .param("contexts", Columns.array(records, r -> of(r, Circumstances::sha256)))
        .param("justifications", Columns.array(records, r -> of(r, Circumstances::justification)))
        .param("earlier", Columns.array(records, r -> of(r, Circumstances::sessionCalls)))
        .param("hashes", Columns.array(rows, ChainedRecord::hash))
        .param("previous", Columns.array(rows, ChainedRecord::previousHash))
        .update();
  }

  static ChainedRecord read(ResultSet row, int number) throws SQLException {
    return new ChainedRecord(
        row.getLong("seq"), record(row), row.getString("previous_hash"), row.getString("hash"));
  }

  static AuditRecord record(ResultSet row) throws SQLException {
    return new AuditRecord(
        Columns.uuid(row, "id"),
        new AccountId(Columns.uuid(row, "account_id")),
        Columns.instant(row, "at"),
        trail(row),
        who(row),
        what(row),
        judgement(row),
        ending(row),
        circumstances(row));
  }

  static @Nullable Long micros(@Nullable Duration duration) {
    return duration == null ? null : TimeUnit.MICROSECONDS.convert(duration);
  }

  private static @Nullable Object of(
      AuditRecord record, Function<Circumstances, @Nullable Object> part) {
    Circumstances circumstances = record.circumstances();
    return circumstances == null ? null : part.apply(circumstances);
  }

  private static @Nullable Circumstances circumstances(ResultSet row) throws SQLException {
    String digest = row.getString("context");
    return digest == null
        ? null
        : new Circumstances(
            digest,
            null,
            row.getString("justification"),
            row.getObject("session_calls", Long.class));
  }

  private static Trail trail(ResultSet row) throws SQLException {
    return new Trail(
        Columns.uuid(row, "correlation_id"),
        Columns.nullableUuid(row, "session_id"),
        Columns.nullableUuid(row, "agent_id"),
        Columns.nullableUuid(row, "flow_id"));
  }

  private static Who who(ResultSet row) throws SQLException {
    return new Who(
        row.getString("principal_type"),
        Columns.nullableUuid(row, "principal_id"),
        row.getString("principal_name"));
  }

  private static What what(ResultSet row) throws SQLException {
    return new What(
        row.getString("action"),
        row.getString("server"),
        row.getString("tool"),
        row.getString("arguments"));
  }

  private static Judgement judgement(ResultSet row) throws SQLException {
    return new Judgement(
        row.getString("verdict"),
        row.getString("rule"),
        row.getObject("policy_version", Integer.class));
  }

  private static Ending ending(ResultSet row) throws SQLException {
    Long micros = row.getObject("duration_us", Long.class);
    return new Ending(
        row.getString("outcome"), micros == null ? null : Duration.of(micros, ChronoUnit.MICROS));
  }
}
