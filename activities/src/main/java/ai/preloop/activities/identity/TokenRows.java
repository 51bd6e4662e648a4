package ai.preloop.activities.identity;

import ai.preloop.activities.database.Columns;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code runtime_tokens}, inside the transaction of an account. */
final class TokenRows {

  private static final String LIVE = "t.revoked_at is null and t.expires_at > clock_timestamp()";
  private static final String SELECT =
      """
      select t.*, k.name as key_name from runtime_tokens t join api_keys k on k.id = t.key_id
      where t.account_id = :account and
      """;

  private final JdbcClient jdbc;
  private final AccountId account;

  TokenRows(JdbcClient jdbc, AccountId account) {
    this.jdbc = jdbc;
    this.account = account;
  }

  /** A key that tokens are made of, kept as it is until the transaction ends. */
  record Parent(UUID id, String name, String prefix, Grant grant) {}

  /** A key that is good now, by its id or its name. */
  Optional<Parent> parent(String called) {
    return jdbc.sql(
            """
            select k.id, k.name, k.prefix, k.scopes, k.models, k.team, k.agent, k.flow
            from api_keys k join users u on u.account_id = k.account_id and u.id = k.user_id
            where k.account_id = :account and (k.id::text = :called or k.name = :called)
              and k.revoked_at is null and not u.disabled
              and (k.expires_at is null or k.expires_at > clock_timestamp())
            order by k.id::text = :called desc limit 1 for no key update of k
            """)
        .param("account", account.value())
        .param("called", called)
        .query((row, number) ->
            new Parent(
                Columns.uuid(row, "id"),
                row.getString("name"),
                row.getString("prefix"),
                new Grant(KeyRows.scopes(row), KeyRows.models(row), KeyRows.labels(row))))
        .optional();
  }

  int live(UUID key) {
    return jdbc.sql(
            """
            select count(*) from runtime_tokens t
            where t.account_id = :account and t.key_id = :key and %s
            """
                .formatted(LIVE))
        .param("account", account.value())
        .param("key", key)
        .query(Integer.class)
        .single();
  }

  /** It ends with its key at the latest. */
  RuntimeToken insert(Parent parent, Grant grant, TokenText text, Duration life) {
    Labels labels = grant.labels();
    return jdbc.sql(
            """
            insert into runtime_tokens (id, account_id, key_id, token_hash, scopes, models, team,
              agent, flow, execution, session, created_at, expires_at)
            select :id, :account, k.id, :hash, :scopes, :models::text[], :team, :agent, :flow,
              :execution, :session, clock.now,
              least(clock.now + make_interval(secs => :life), k.expires_at)
            from api_keys k, (select clock_timestamp() as now) clock where k.id = :key
            returning *, :keyName::text as key_name
            """)
        .param("id", Ids.next())
        .param("account", account.value())
        .param("key", parent.id())
        .param("keyName", parent.name())
        .param("hash", text.hash())
        .param("scopes", scopes(grant.scopes()))
        .param("models", KeyRows.array(grant.models().patterns()))
        .param("team", labels.team())
        .param("agent", labels.agent())
        .param("flow", labels.flow())
        .param("execution", labels.execution())
        .param("session", labels.session())
        .param("life", life.toSeconds())
        .query(TokenRows::shown)
        .single();
  }

  /** Those of one key that are good now, the newest first. */
  List<RuntimeToken> list(UUID key) {
    return jdbc.sql(SELECT + "t.key_id = :key and " + LIVE + " order by t.created_at desc, t.id")
        .param("account", account.value())
        .param("key", key)
        .query(TokenRows::shown)
        .list();
  }

  Optional<RuntimeToken> shown(UUID id) {
    return jdbc.sql(SELECT + "t.id = :id and " + LIVE)
        .param("account", account.value())
        .param("id", id)
        .query(TokenRows::shown)
        .optional();
  }

  boolean revoke(UUID id) {
    return jdbc.sql(
                """
                update runtime_tokens set revoked_at = clock_timestamp()
                where account_id = :account and id = :id and revoked_at is null
                """)
            .param("account", account.value())
            .param("id", id)
            .update()
        == 1;
  }

  Optional<StoredToken> find(byte[] hash) {
    return jdbc.sql(SELECT + "t.token_hash = :hash and " + LIVE)
        .param("account", account.value())
        .param("hash", hash)
        .query(TokenRows::stored)
        .optional();
  }

  Optional<StoredToken> find(UUID id) {
    return jdbc.sql(SELECT + "t.id = :id and " + LIVE)
        .param("account", account.value())
        .param("id", id)
        .query(TokenRows::stored)
        .optional();
  }

  /** Those that would be good now, by clocks that differ a little, had nobody ended them. */
  Set<UUID> ended() {
    return jdbc
        .sql(
            """
            select id from runtime_tokens
            where account_id = :account and revoked_at is not null
              and expires_at > clock_timestamp() - interval '5 minutes'
            """)
        .param("account", account.value())
        .query(UUID.class)
        .stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  private static StoredToken stored(ResultSet row, int number) throws SQLException {
    return new StoredToken(
        Columns.uuid(row, "id"),
        Columns.uuid(row, "key_id"),
        KeyRows.scopes(row),
        KeyRows.models(row),
        labels(row),
        Columns.instant(row, "expires_at"));
  }

  private static RuntimeToken shown(ResultSet row, int number) throws SQLException {
    return new RuntimeToken(
        Columns.uuid(row, "id"),
        new RuntimeToken.Key(Columns.uuid(row, "key_id"), row.getString("key_name")),
        KeyRows.scopes(row),
        KeyRows.models(row),
        labels(row),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "expires_at"));
  }

  private static Labels labels(ResultSet row) throws SQLException {
    return new Labels(
        row.getString("team"),
        row.getString("agent"),
        row.getString("flow"),
        row.getString("execution"),
        row.getString("session"));
  }

  private static String[] scopes(Set<Scope> scopes) {
    return scopes.stream().map(Scope::value).sorted().toArray(String[]::new);
  }
}
