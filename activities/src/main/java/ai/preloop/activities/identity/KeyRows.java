package ai.preloop.activities.identity;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code api_keys}, inside the transaction of an account. */
final class KeyRows {

  private static final String SHOWN =
      "id, name, scopes, prefix, created_at, expires_at, models, team, agent, flow";

  private final JdbcClient jdbc;
  private final AccountId account;

  KeyRows(JdbcClient jdbc, AccountId account) {
    this.jdbc = jdbc;
    this.account = account;
  }

  MintedKey insert(UserId owner, NewKey wanted) {
    KeyText text = KeyText.fresh();
    try {
      return new MintedKey(insert(owner, wanted, text), text.text());
    } catch (DuplicateKeyException e) {
      throw new ProblemException(
              ProblemType.CONFLICT,
              "There is a key named %s already; revoke it or choose another name."
                  .formatted(wanted.name()))
          .causedBy(e);
    }
  }

  private ApiKey insert(UserId owner, NewKey wanted, KeyText text) {
    return jdbc.sql(
            """
            insert into api_keys
              (id, account_id, user_id, name, prefix, key_hash, scopes, expires_at, models, team, agent,
               flow)
            values (:id, :account, :user, :name, :prefix, :hash, :scopes, :expires, :models::text[],
              :team, :agent, :flow)
            returning %s
            """
                .formatted(SHOWN))
        .param("id", Ids.next())
        .param("account", account.value())
        .param("user", owner.value())
        .param("name", wanted.name())
        .param("prefix", text.prefix())
        .param("hash", text.hash())
        .param("scopes", wanted.scopes().stream().map(Scope::value).sorted().toArray(String[]::new))
        .param("expires", offset(wanted.expiresAt()))
        .param("models", array(wanted.models().patterns()))
        .param("team", wanted.labels().team())
        .param("agent", wanted.labels().agent())
        .param("flow", wanted.labels().flow())
        .query(KeyRows::shown)
        .single();
  }

  List<ApiKey> list() {
    return jdbc.sql(
            """
            select %s from api_keys
            where account_id = :account and revoked_at is null order by created_at desc, id desc
            """
                .formatted(SHOWN))
        .param("account", account.value())
        .query(KeyRows::shown)
        .list();
  }

  Optional<ApiKey> find(UUID id) {
    return list().stream().filter(key -> key.id().equals(id)).findFirst();
  }

  boolean revoke(UUID id) {
    return jdbc.sql(
                """
                update api_keys set revoked_at = now(), version = version + 1
                where account_id = :account and id = :id and revoked_at is null
                """)
            .param("account", account.value())
            .param("id", id)
            .update()
        == 1;
  }

  /**
   * Whether the key that was given out here still stands; empty when there never was such a one.
   */
  Optional<Boolean> stands(KeyText text) {
    return jdbc.sql(
            """
            select revoked_at is null from api_keys
            where account_id = :account and prefix = :prefix and key_hash = :hash
            """)
        .param("account", account.value())
        .param("prefix", text.prefix())
        .param("hash", text.hash())
        .query(Boolean.class)
        .optional();
  }

  /** From now on a key of the product's own, as against one that a person made. */
  void markOfProduct(String prefix) {
    jdbc.sql(
            """
            update api_keys set of_product = true
            where account_id = :account and prefix = :prefix and not of_product
            """)
        .param("account", account.value())
        .param("prefix", prefix)
        .update();
  }

  List<ApiKey> ofProduct() {
    return jdbc.sql(
            """
            select %s from api_keys
            where account_id = :account and revoked_at is null and of_product
            """
                .formatted(SHOWN))
        .param("account", account.value())
        .query(KeyRows::shown)
        .list();
  }

  static Set<Scope> scopes(ResultSet row) throws SQLException {
    return Arrays.stream((String[]) row.getArray("scopes").getArray())
        .map(Scope::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  static AllowedModels models(ResultSet row) throws SQLException {
    Array models = row.getArray("models");
    return AllowedModels.of(models == null ? null : List.of((String[]) models.getArray()));
  }

  static Labels labels(ResultSet row) throws SQLException {
    return Labels.ofKey(row.getString("team"), row.getString("agent"), row.getString("flow"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static ApiKey shown(ResultSet row, int number) throws SQLException {
    return new ApiKey(
        row.getObject("id", UUID.class),
        row.getString("name"),
        scopes(row),
        row.getString("prefix"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "expires_at"),
        models(row),
        labels(row));
  }

  static String @Nullable [] array(@Nullable List<String> texts) {
    return texts == null ? null : texts.toArray(String[]::new);
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }
}
