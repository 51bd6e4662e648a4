package ai.preloop.activities.oauth;

import ai.preloop.activities.database.Columns;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code oauth_grants}, inside the transaction of an account. */
record GrantRows(JdbcClient jdbc) {

  private static final String COLUMNS =
      """
      select id, server_id, user_id, renewable, failure, authorized_at, expires_at, scope, wanted,
        extract(epoch from stale_at - clock_timestamp()) as fresh_for,
        extract(epoch from expires_at - clock_timestamp()) as good_for
      from oauth_grants
      """;

  /** A grant as it is now; without a lifetime {@code freshFor} and {@code goodFor} are null. */
  record Row(
      UUID id,
      UUID server,
      @Nullable UUID user,
      boolean renewable,
      @Nullable String failure,
      Instant authorizedAt,
      @Nullable Instant expiresAt,
      @Nullable Duration freshFor,
      @Nullable Duration goodFor,
      List<String> scopes,
      List<String> wanted) {

    Row {
      scopes = List.copyOf(scopes);
      wanted = List.copyOf(wanted);
    }

    boolean isFresh() {
      return freshFor == null || freshFor.isPositive();
    }

    boolean isGood() {
      return goodFor == null || goodFor.isPositive();
    }
  }

  List<Row> all(AccountId account) {
    return jdbc.sql(COLUMNS + " where account_id = ?")
        .param(account.value())
        .query(GrantRows::row)
        .list();
  }

  Optional<Row> find(GrantKey key) {
    return one(key, "");
  }

  /** Whoever else renews it waits, on whichever node. */
  Optional<Row> lock(GrantKey key) {
    return one(key, " for update");
  }

  private Optional<Row> one(GrantKey key, String locking) {
    return jdbc.sql(
            COLUMNS
                + " where account_id = :account and server_id = :server"
                + " and user_id is not distinct from cast(:user as uuid)"
                + locking)
        .param("account", key.server().account().value())
        .param("server", key.server().id())
        .param("user", key.user())
        .query(GrantRows::row)
        .optional();
  }

  /** Another grant than the one before. */
  void replace(GrantKey key, boolean renewable, Optional<String> scope) {
    delete(key);
    jdbc.sql(
            """
            insert into oauth_grants (id, account_id, server_id, user_id, renewable, scope)
            values (:id, :account, :server, cast(:user as uuid), :renewable, :scope)
            """)
        .param("id", Ids.next())
        .param("account", key.server().account().value())
        .param("server", key.server().id())
        .param("user", key.user())
        .param("renewable", renewable)
        .param("scope", scope.orElse(null))
        .update();
  }

  /**
   * Tokens are renewed when three quarters of a short life are over, or a minute before the end.
   */
  void lasts(GrantKey key, Optional<Duration> life) {
    jdbc.sql(
            """
            update oauth_grants set
              expires_at = clock_timestamp() + make_interval(secs => cast(:life as float8)),
              stale_at = clock_timestamp() + make_interval(secs => cast(:fresh as float8))
            where account_id = :account and server_id = :server
              and user_id is not distinct from cast(:user as uuid)
            """)
        .param("account", key.server().account().value())
        .param("server", key.server().id())
        .param("user", key.user())
        .param("life", life.map(Duration::toSeconds).orElse(null))
        .param("fresh", life.map(GrantRows::fresh).orElse(null))
        .update();
  }

  private static long fresh(Duration life) {
    return life.toSeconds() - Math.min(60, (life.toSeconds() + 3) / 4);
  }

  /** What is asked for as well, when somebody authorises it again. */
  void want(GrantKey key, List<String> scopes) {
    set(key, "wanted", String.join(" ", scopes));
  }

  void fail(GrantKey key, String sentence) {
    set(key, "failure", sentence);
  }

  private void set(GrantKey key, String column, String text) {
    jdbc.sql(
            "update oauth_grants set "
                + column
                + " = :text where account_id = :account and server_id = :server"
                + " and user_id is not distinct from cast(:user as uuid)")
        .param("account", key.server().account().value())
        .param("server", key.server().id())
        .param("user", key.user())
        .param("text", text)
        .update();
  }

  boolean delete(GrantKey key) {
    return jdbc.sql(
                """
                delete from oauth_grants
                where account_id = :account and server_id = :server
                  and user_id is not distinct from cast(:user as uuid)
                """)
            .param("account", key.server().account().value())
            .param("server", key.server().id())
            .param("user", key.user())
            .update()
        > 0;
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        Columns.uuid(row, "id"),
        Columns.uuid(row, "server_id"),
        Columns.nullableUuid(row, "user_id"),
        row.getBoolean("renewable"),
        row.getString("failure"),
        Columns.instant(row, "authorized_at"),
        Columns.nullableInstant(row, "expires_at"),
        seconds(row, "fresh_for"),
        seconds(row, "good_for"),
        Scopes.of(Optional.ofNullable(row.getString("scope"))),
        Scopes.of(Optional.ofNullable(row.getString("wanted"))));
  }

  private static @Nullable Duration seconds(ResultSet row, String column) throws SQLException {
    double seconds = row.getDouble(column);
    return row.wasNull() ? null : Duration.ofMillis((long) (seconds * 1000));
  }
}
