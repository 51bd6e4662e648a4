package ai.preloop.activities.runtimesessions;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.pages.Position;
import ai.preloop.activities.runtimesessions.Moment.AskedTool;
import ai.preloop.activities.runtimesessions.Moment.OfRecord;
import ai.preloop.activities.runtimesessions.Moment.What;
import ai.preloop.activities.traces.Conversation;
import ai.preloop.workflows.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The records of the audit trail that belong to one session. */
record SessionRecords(JdbcClient jdbc, AccountId account) {

  /**
   * Those of requests that are tied to it; of requests that are tied to nothing, in sessions of MCP
   * whose last tied request is; and what people were asked about its calls of models.
   */
  static final String WITH =
      """
      with ties as (
        select * from tied_calls t
        where t.account_id = :account and t.session = :session
          and (t.said_session = :session or t.client_call_id in (
            select tool_call_id from model_tool_calls
            where account_id = :account and session = :session))),
      sessions as (
        select s.id from (
          select distinct mcp_session_id as id from ties union select :mcp::uuid) s
        where s.id is not null and :session = coalesce((
          select x.session from tied_calls x
          where x.account_id = :account and x.mcp_session_id = s.id and x.session is not null
          order by x.at desc limit 1), 'mcp:' || s.id)),
      records as (
        select r.*, t.client_call_id, t.model_call_id from ties t
        join audit_records r on r.account_id = :account and r.correlation_id = t.correlation_id
        union all
        select r.*, x.client_call_id, x.model_call_id from audit_records r
        left join tied_calls x
          on x.account_id = r.account_id and x.correlation_id = r.correlation_id
        where r.account_id = :account and r.session_id in (select id from sessions)
          and x.session is null
        union all
        select r.*, null, u.id from api_usage u
        join audit_records r on r.account_id = u.account_id and r.correlation_id = u.id
        where u.account_id = :account and u.session = :session and r.action like 'approval.%')
      """;

  static StatementSpec asked(StatementSpec query, AccountId account, Conversation session) {
    return query
        .param("account", account.value())
        .param("session", session.id())
        .param("mcp", session.mcp());
  }

  /** Those behind a position, oldest first; a word that a call is being sent is left out. */
  List<OfRecord> after(Conversation session, Position<UUID> last, int most) {
    return asked(
            jdbc.sql(
                """
                %s select * from records
                where outcome <> 'sending' and (at, id) > (:at, :id)
                order by at, id limit :most
                """
                    .formatted(WITH)),
            account,
            session)
        .param("at", Columns.parameter(last.at()))
        .param("id", last.key())
        .param("most", most)
        .query(SessionRecords::record)
        .list();
  }

  /** What answers asked for, by the ids of the calls of models. */
  Map<UUID, List<AskedTool>> askedBy(List<UUID> calls) {
    return jdbc
        .sql(
            """
            select m.call_id, m.tool_call_id, r.*
            from model_tool_calls m
            left join lateral (
              select a.id, a.action, a.server, a.tool, a.verdict, a.outcome
              from tied_calls t
              join audit_records a
                on a.account_id = t.account_id and a.correlation_id = t.correlation_id
              where t.account_id = m.account_id and t.client_call_id = m.tool_call_id
                and t.model_call_id = m.call_id
                and a.action not like 'approval.%' and a.outcome <> 'sending'
              order by a.at, a.seq limit 1) r on true
            where m.account_id = :account and m.call_id = any(:calls::uuid[])
            order by m.call_id, m.tool_call_id
            """)
        .param("account", account.value())
        .param("calls", Columns.array(calls, id -> id))
        .query((row, number) -> Map.entry(Columns.uuid(row, "call_id"), tool(row)))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static AskedTool tool(ResultSet row) throws SQLException {
    UUID record = Columns.nullableUuid(row, "id");
    return new AskedTool(row.getString("tool_call_id"), record, record == null ? null : what(row));
  }

  private static OfRecord record(ResultSet row, int number) throws SQLException {
    return new OfRecord(
        Columns.uuid(row, "id"),
        Columns.instant(row, "at"),
        Columns.uuid(row, "correlation_id"),
        what(row),
        row.getString("principal_name"),
        row.getObject("duration_us", Long.class),
        row.getString("client_call_id"),
        Columns.nullableUuid(row, "model_call_id"));
  }

  private static What what(ResultSet row) throws SQLException {
    return new What(
        row.getString("action"),
        row.getString("server"),
        row.getString("tool"),
        row.getString("verdict"),
        row.getString("outcome"));
  }
}
