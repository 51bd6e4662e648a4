package ai.preloop.activities.secrets;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Turn;
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
            select store, origin, wrapped_key, ciphertext from secrets
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
            select store, origin, wrapped_key, ciphertext from secrets
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
            insert into secrets (id, account_id, name, store, origin, wrapped_key, ciphertext)
            values (:id, :account, :name, :store, :origin, :key, :ciphertext)
            on conflict (account_id, name) do update
              set store = excluded.store, origin = excluded.origin, wrapped_key = excluded.wrapped_key,
                  ciphertext = excluded.ciphertext, updated_at = now()
            """)
        .param("id", Ids.next())
        .param("account", place.account().value())
        .param("name", place.name())
        .param("store", sealed.custody.word())
        .param("origin", sealed.origin.map(Origin::text).orElse(null))
        .param("key", sealed.wrappedKey)
        .param("ciphertext", sealed.ciphertext)
        .update();
  }

  void delete(Place place) {
    jdbc.sql("delete from secrets where account_id = :account and name = :name")
        .param("account", place.account().value())
        .param("name", place.name())
        .update();
  }

  /** No other transaction writes, deletes or erases this secret until the end of this one. */
  void awaitTurn(Place place) {
    Turn.await(jdbc, "secret/%s/%s".formatted(place.account(), place.name()));
  }

  /** What is in Vault under this name has no row any more. */
  void noteForgotten(Place place) {
    jdbc.sql(
            """
            insert into forgotten_secrets (account_id, name) values (:account, :name)
            on conflict do nothing
            """)
        .param("account", place.account().value())
        .param("name", place.name())
        .update();
  }

  /** Whether there was something in Vault to be erased, which is seen to from now on. */
  boolean settleForgotten(Place place) {
    return jdbc.sql("delete from forgotten_secrets where account_id = :account and name = :name")
            .param("account", place.account().value())
            .param("name", place.name())
            .update()
        == 1;
  }

  List<KeptSecret> kept(AccountId account) {
    return jdbc.sql(
            """
            select name, origin, store, updated_at from secrets
            where account_id = :account order by name
            """)
        .param("account", account.value())
        .query((row, number) ->
            new KeptSecret(
                row.getString("name"),
                Optional.ofNullable(row.getString("origin")).map(Origin::new),
                Custody.of(row.getString("store")),
                Columns.instant(row, "updated_at")))
        .list();
  }
}
