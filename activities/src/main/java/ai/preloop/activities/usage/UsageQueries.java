package ai.preloop.activities.usage;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.pages.Position;
import ai.preloop.activities.traces.Conversation;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** What is asked of the ledger of one account. */
record UsageQueries(JdbcClient jdbc, AccountId account) {

  /** How long an id is that is written out. */
  private static final int ID = 36;

  private static final String WHERE =
      """
      where account_id = :account
        and started_at >= :from and started_at < :to
        and (:keyName::text is null or key_name = :keyName)
        and (:keyId::uuid is null or key_id = :keyId)
        and (:user::text is null or user_id::text = :user or user_id in (
          select id from users where account_id = :account and lower(username) = lower(:user)))
        and (:model::text is null or model = :model)
        and (:provider::text is null or provider = :provider)
        and (:session::text is null or session = :session)
        and (:ownKey::uuid is null or session is null and key_id = :ownKey)
        and (:ownUser::uuid is null
          or session is null and key_id is null and user_id = :ownUser)
        and (:status::text is null or status = :status)
        and (:operation::text is null or operation = :operation)
        and (:team::text is null or team = :team)
        and (:agent::text is null or agent = :agent)
        and (:flow::text is null or flow = :flow)
        and (:execution::text is null or execution = :execution)
      """;

  private static final String TOTALS =
      """
      count(*) as calls,
      count(*) filter (where status = 'open') as open,
      count(*) filter (where status in ('refused', 'failed', 'cut')) as errors,
      count(*) filter (where usage_estimated) as estimated,
      count(*) filter (where cost_nanos is null and status <> 'open') as unpriced,
      coalesce(sum(total_input_tokens), 0)::bigint as input,
      coalesce(sum(output_tokens
        + case when dialect = 'gemini' then reasoning_tokens else 0 end), 0)::bigint as output,
      coalesce(sum(cache_read_tokens), 0)::bigint as cache_read,
      coalesce(sum(cache_write_tokens), 0)::bigint as cache_write,
      coalesce(sum(reasoning_tokens), 0)::bigint as reasoning,
      coalesce(sum(cost_nanos), 0) as cost
      """;

  List<RecordedCall> page(UsageFilter filter, Position<UUID> after, int most) {
    return filtered(
            """
            select * from api_usage
            %s and (started_at, id) < (:at, :id)
            order by started_at desc, id desc limit :most
            """
                .formatted(WHERE),
            filter)
        .param("at", Columns.parameter(after.at()))
        .param("id", after.key())
        .param("most", most)
        .query(UsageRows::call)
        .list();
  }

  /** Those behind a position, oldest first. */
  List<RecordedCall> after(UsageFilter filter, Position<UUID> last, int most) {
    return filtered(
            """
            select * from api_usage
            %s and (started_at, id) > (:at, :id)
            order by started_at, id limit :most
            """
                .formatted(WHERE),
            filter)
        .param("at", Columns.parameter(last.at()))
        .param("id", last.key())
        .param("most", most)
        .query(UsageRows::call)
        .list();
  }

  /** Those whose kept words match, newest first; {@code words} as a web search writes them. */
  List<FoundCall> matching(UsageFilter filter, String words, Position<UUID> after, int most) {
    return filtered(
            """
            select u.*, c.request_preview, c.answer_preview,
              ts_headline('simple', c.request_preview || ' ' || c.answer_preview, c.query,
                'StartSel=**, StopSel=**, MaxFragments=3, MaxWords=20, MinWords=5') as headline
            from (
              select call_id, started_at as at, request_preview, answer_preview, query
              from model_contents, websearch_to_tsquery('simple', :words) query
              where account_id = :account and words @@ query
                and started_at >= :from and started_at < :to) c
            join (select * from api_usage %s) u on u.id = c.call_id and u.started_at = c.at
            where (u.started_at, u.id) < (:at, :id)
            order by u.started_at desc, u.id desc limit :most
            """
                .formatted(WHERE),
            filter)
        .param("words", words)
        .param("at", Columns.parameter(after.at()))
        .param("id", after.key())
        .param("most", most)
        .query(UsageRows::found)
        .list();
  }

  Totals totals(UsageFilter filter) {
    return filtered("select %s from api_usage %s".formatted(TOTALS, WHERE), filter)
        .query((row, number) -> UsageRows.totals(row))
        .single();
  }

  /** Groups of time in its order, others by what they cost. */
  List<UsageSummary.Group> groups(UsageFilter filter, List<Dimension> by, int most) {
    String columns =
        by.stream().map(each -> each.expression() + " as by_" + each.word()).collect(commas());
    String keys = by.stream().map(each -> "by_" + each.word()).collect(commas());
    String order =
        by.stream()
            .filter(Dimension::isTime)
            .map(each -> "by_" + each.word() + ", ")
            .collect(Collectors.joining());
    return filtered(
            """
            with grouped as (
              select %s, max(key_name) as key_name, %s from api_usage %s group by %s)
            select *%s from grouped order by %scost desc, calls desc, %s limit :most
            """
                .formatted(columns, TOTALS, WHERE, keys, userName(by), order, keys),
            filter)
        .param("most", most)
        .query((row, number) -> UsageRows.group(row, by))
        .list();
  }

  private static String userName(List<Dimension> by) {
    return by.contains(Dimension.USER)
        ? ", (select username from users where id = by_user) as user_name"
        : "";
  }

  private static Collector<CharSequence, ?, String> commas() {
    return Collectors.joining(", ");
  }

  private StatementSpec filtered(String sql, UsageFilter filter) {
    Conversation session = filter.session() == null ? null : new Conversation(filter.session());
    UUID keyId = id(filter.key());
    return jdbc.sql(sql)
        .param("account", account.value())
        .param("from", Columns.parameter(filter.span().from()))
        .param("to", Columns.parameter(filter.span().to()))
        .param("keyName", keyId == null ? filter.key() : null)
        .param("keyId", keyId)
        .param("user", filter.user())
        .param("model", filter.model())
        .param("provider", filter.provider())
        .param("session", session == null ? null : session.said())
        .param("ownKey", session == null ? null : session.key())
        .param("ownUser", session == null ? null : session.user())
        .param("status", filter.status())
        .param("operation", filter.operation())
        .param("team", filter.parts().team())
        .param("agent", filter.parts().agent())
        .param("flow", filter.parts().flow())
        .param("execution", filter.parts().execution());
  }

  /** What reads as an id is one: a key that is called by that of another is not that other. */
  private static @Nullable UUID id(@Nullable String called) {
    try {
      return called == null || called.length() != ID ? null : UUID.fromString(called);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
