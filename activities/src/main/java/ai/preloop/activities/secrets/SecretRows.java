package ai.preloop.activities.secrets;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.secrets.SealedSecret.Place;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code secrets}, inside the transaction of an account. */
final class SecretRows {

  private final JdbcClient jdbc;

  SecretRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Locks the row, so that two first uses cannot bind it to two origins. */
  Optional<SealedSecret> lock(Place place) {
    return jdbc.sql(
            """
            select origin, wrapped_key, ciphertext from secrets
            where account_id = :account and name = :name for update
            """)
        .param("account", place.account().value())
        .param("name", place.name())
        .query(SealedSecret::of)
        .optional();
  }

  Optional<SealedSecret> find(Place place) {
    return jdbc.sql(
            """
            select origin, wrapped_key, ciphertext from secrets
            where account_id = :account and name = :name
            """)
        .param("account", place.account().value())
        .param("name", place.name())
        .query(SealedSecret::of)
        .optional();
  }

  void write(Place place, SealedSecret sealed) {
    jdbc.sql(
            """
            insert into secrets (id, account_id, name, origin, wrapped_key, ciphertext)
            values (:id, :account, :name, :origin, :key, :ciphertext)
            on conflict (account_id, name) do update
              set origin = excluded.origin, wrapped_key = excluded.wrapped_key,
                  ciphertext = excluded.ciphertext, updated_at = now()
            """)
        .param("id", Ids.next())
        .param("account", place.account().value())
        .param("name", place.name())
        .param("origin", sealed.origin.map(Origin::text).orElse(null))
        .param("key", sealed.wrappedKey)
        .param("ciphertext", sealed.ciphertext)
        .update();
  }

  boolean delete(Place place) {
    return jdbc.sql("delete from secrets where account_id = :account and name = :name")
            .param("account", place.account().value())
            .param("name", place.name())
            .update()
        == 1;
  }

  List<KeptSecret> kept(AccountId account) {
    return jdbc.sql(
            """
            select name, origin, updated_at from secrets
            where account_id = :account order by name
            """)
        .param("account", account.value())
        .query((row, number) ->
            new KeptSecret(
                row.getString("name"),
                Optional.ofNullable(row.getString("origin")).map(Origin::new),
                Columns.instant(row, "updated_at")))
        .list();
  }
}
