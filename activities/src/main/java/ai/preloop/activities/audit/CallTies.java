package ai.preloop.activities.audit;

import ai.preloop.activities.audit.AuditRecord.Tie;
import ai.preloop.activities.database.Columns;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What clients said that their requests belong to, one row for all records of a request. */
final class CallTies {

  private CallTies() {}

  /** Those that are not there yet, in the transaction of the records that they are beside. */
  static void insert(JdbcClient jdbc, AccountId account, List<AuditRecord> records) {
    List<AuditRecord> tied = records.stream().filter(r -> r.trail().tie() != null).toList();
    if (tied.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into call_ties (
              account_id, correlation_id, at, user_id, mcp_session_id, client_call_id, said_session)
            select :account, correlation_id, at, user_id, mcp_session_id, client_call_id, said_session
            from unnest(:correlations::uuid[], :ats::timestamptz[], :users::uuid[],
              :sessions::uuid[], :calls::text[], :said::text[])
            as t(correlation_id, at, user_id, mcp_session_id, client_call_id, said_session)
            on conflict do nothing
            """)
        .param("account", account.value())
        .param("correlations", Columns.array(tied, r -> r.trail().correlation()))
        .param("ats", Columns.array(tied, AuditRecord::at))
        .param("users", Columns.array(tied, r -> of(r, Tie::user)))
        .param("sessions", Columns.array(tied, r -> r.trail().session()))
        .param("calls", Columns.array(tied, r -> of(r, Tie::clientCall)))
        .param("said", Columns.array(tied, r -> of(r, Tie::session)))
        .update();
  }

  private static @Nullable Object of(AuditRecord record, Function<Tie, @Nullable Object> part) {
    Tie tie = record.trail().tie();
    return tie == null ? null : part.apply(tie);
  }
}
