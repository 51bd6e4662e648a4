package ai.preloop.activities.identity;

import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code users}. */
final class PersonRows {

  private final Database database;

  PersonRows(Database database) {
    this.database = database;
  }

  Optional<Person> named(String name) {
    return database.asSystem(jdbc ->
        jdbc.sql(
                "select %s from users where lower(username) = lower(:name)"
                    .formatted(Person.COLUMNS))
            .param("name", name)
            .query(Person::of)
            .optional());
  }

  Optional<Person> find(UserId id) {
    return database.asSystem(jdbc ->
        jdbc.sql("select %s from users where id = :id".formatted(Person.COLUMNS))
            .param("id", id.value())
            .query(Person::of)
            .optional());
  }

  /** As it is until the end of the transaction; whoever ends sign-ins makes another. */
  static long lockVersion(JdbcClient jdbc, AccountId account, UserId id) {
    return jdbc.sql("select version from users where account_id = ? and id = ? for no key update")
        .params(account.value(), id.value())
        .query(Long.class)
        .single();
  }

  static void setPassword(JdbcClient jdbc, Person person, String passwordHash) {
    jdbc.sql("update users set password_hash = :hash where account_id = :account and id = :id")
        .param("hash", passwordHash)
        .param("account", person.account().value())
        .param("id", person.id().value())
        .update();
  }

  static void insertOwner(JdbcClient jdbc, AccountId account, String name, String passwordHash) {
    jdbc.sql(
            """
            insert into users (id, account_id, username, role, password_hash)
            values (:id, :account, :name, 'owner', :hash)
            """)
        .param("id", Ids.next())
        .param("account", account.value())
        .param("name", name)
        .param("hash", passwordHash)
        .update();
  }
}
