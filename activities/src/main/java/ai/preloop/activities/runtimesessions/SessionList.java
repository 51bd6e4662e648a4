package ai.preloop.activities.runtimesessions;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.pages.Position;
import ai.preloop.activities.traces.Conversation;
import ai.preloop.activities.usage.UsageSpan;
import ai.preloop.workflows.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions out of what is recorded of their calls. */
record SessionList(JdbcClient jdbc, AccountId account) {

  private static final String ID =
      "coalesce(u.session, case when u.key_id is null then 'user:' || u.user_id"
          + " else 'key:' || u.key_id end)";

  private static final String MODELS =
      """
      models as (
        select %s as id, min(u.started_at) as first,
          max(u.started_at + coalesce(u.duration_ms, 0) * interval '1 millisecond') as last,
          count(*) as calls,
          sum(u.total_input_tokens)::bigint as input,
          sum(u.output_tokens
            + case when u.dialect = 'gemini' then u.reasoning_tokens else 0 end)::bigint as output,
          sum(u.cost_nanos) as cost, max(u.session_source) as source,
          array_agg(distinct coalesce(u.key_name, p.username, u.user_id::text)) as names
        from api_usage u left join users p on p.id = u.user_id and u.key_id is null
        where u.account_id = :account
      """
          .formatted(ID);

  private static final String SERVERS =
      """
      servers as (
        select id, min(at) as first, max(at) as last, count(distinct correlation_id)
            filter (where action not like 'approval.%%') as calls,
          array_agg(distinct principal_name) filter (where principal_type <> 'system') as names
        from (%s) r where id is not null group by id)
      """;

  private static final String OF_SPAN =
      """
      select coalesce(t.session, l.session, 'mcp:' || r.session_id) as id, r.at,
        r.correlation_id, r.action, r.principal_name, r.principal_type
      from audit_records r
      left join tied_calls t
        on t.account_id = r.account_id and t.correlation_id = r.correlation_id
      left join lateral (
        select x.session from tied_calls x
        where x.account_id = r.account_id and x.mcp_session_id = r.session_id
          and x.session is not null
        order by x.at desc limit 1) l on t.session is null
      where r.account_id = :account and r.at >= :from and r.at < :to
        and r.action not like 'approval.%' and (r.session_id is not null or t.session is not null)
      """;

  private static final String SHOWN =
      """
      select coalesce(m.id, s.id) as id, m.source, m.id is not null as of_models,
        least(m.first, s.first) as first, greatest(m.last, s.last) as last,
        coalesce(m.calls, 0) as model_calls, coalesce(s.calls, 0) as server_calls,
        coalesce(m.input, 0) as input, coalesce(m.output, 0) as output,
        coalesce(m.cost, 0) as cost,
        array(select distinct n from unnest(m.names || s.names) n where n is not null order by n)
          as names
      from models m full join servers s on s.id = m.id
      """;

  /** The last seen first. */
  List<RuntimeSession> page(
      UsageSpan span, @Nullable String principal, Position<String> after, int most) {
    return jdbc.sql(
            """
            with %s and u.started_at >= :from and u.started_at < :to group by 1), %s
            select * from (%s) found
            where (:principal::text is null or :principal = any(names))
              and (last, id) < (:at, :id)
            order by last desc, id desc limit :most
            """
                .formatted(MODELS, SERVERS.formatted(OF_SPAN), SHOWN))
        .param("account", account.value())
        .param("from", Columns.parameter(span.from()))
        .param("to", Columns.parameter(span.to()))
        .param("principal", principal)
        .param("at", Columns.parameter(after.at()))
        .param("id", after.key())
        .param("most", most)
        .query(SessionList::session)
        .list();
  }

  Optional<RuntimeSession> find(Conversation session) {
    String ofOne =
        SessionRecords.WITH
            + "select :session as id, at, correlation_id, action, principal_name, principal_type"
            + " from records";
    return SessionRecords.asked(
            jdbc.sql(
                """
                with %s and (:said::text is null or u.session = :said)
                    and (:key::uuid is null or u.session is null and u.key_id = :key)
                    and (:user::uuid is null
                      or u.session is null and u.key_id is null and u.user_id = :user)
                    and :mcp::uuid is null
                  group by 1), %s
                %s
                """
                    .formatted(MODELS, SERVERS.formatted(ofOne), SHOWN)),
            account,
            session)
        .param("said", session.said())
        .param("key", session.key())
        .param("user", session.user())
        .query(SessionList::session)
        .optional();
  }

  private static RuntimeSession session(ResultSet row, int number) throws SQLException {
    Conversation conversation = new Conversation(row.getString("id"));
    return new RuntimeSession(
        conversation,
        source(row, conversation),
        Columns.texts(row, "names"),
        Columns.instant(row, "first"),
        Columns.instant(row, "last"),
        new RuntimeSession.Calls(row.getLong("model_calls"), row.getLong("server_calls")),
        new RuntimeSession.Tokens(row.getLong("input"), row.getLong("output")),
        row.getBigDecimal("cost"));
  }

  /** Only Codex says its session to servers; a session of a credential's label is Preloop's. */
  private static String source(ResultSet row, Conversation session) throws SQLException {
    String header = row.getString("source");
    if (header != null) {
      return header;
    }
    if (session.said() == null) {
      return session.id().substring(0, session.id().indexOf(':'));
    }
    return row.getBoolean("of_models") ? "preloop" : "codex";
  }
}
