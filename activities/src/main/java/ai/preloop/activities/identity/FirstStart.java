package ai.preloop.activities.identity;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.database.Turn;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the account and its owner when the database has none; harmless at every later start. */
public final class FirstStart {

  /** The account that is there from the first start. */
  public static final String ACCOUNT = "default";

  /** The name that its owner signs in with. */
  public static final String OWNER = "owner";

  private final Database database;
  private final Passwords passwords;
  private final Revisions revisions;

  FirstStart(Database database, Passwords passwords, Revisions revisions) {
    this.database = database;
    this.passwords = passwords;
    this.revisions = revisions;
  }

  /**
   * Answers with the account once it and its owner are there and known to this node. A password
   * that is not given is generated and handed to {@code showOnce} before it is stored: a start that
   * dies in between shows another one, and never leaves one that nobody has seen.
   */
  public AccountId run(Optional<String> password, Consumer<String> showOnce) {
    AccountId account = existing().orElseGet(() -> create(password, showOnce));
    revisions.refresh();
    return account;
  }

  /** Whether there is no account yet. */
  public boolean isNeeded() {
    return existing().isEmpty();
  }

  private AccountId create(Optional<String> password, Consumer<String> showOnce) {
    AccountId account = new AccountId(Ids.next());
    return database.inAccount(
        account,
        jdbc -> {
          waitForOtherNodes(jdbc);
          return existing()
              .orElseGet(() -> {
                insert(jdbc, account, passwords.hash(chosen(password, showOnce)));
                return account;
              });
        });
  }

  /** Of several that start at once the first shows a password, and the others find its account. */
  private static void waitForOtherNodes(JdbcClient jdbc) {
    Turn.await(jdbc, "preloop first start");
  }

  private static String chosen(Optional<String> password, Consumer<String> showOnce) {
    return password.orElseGet(() -> {
      String generated = Passwords.generate();
      showOnce.accept(generated);
      return generated;
    });
  }

  private static void insert(JdbcClient jdbc, AccountId account, String hash) {
    jdbc.sql("insert into accounts (id, name) values (:id, :name)")
        .param("id", account.value())
        .param("name", ACCOUNT)
        .update();
    PersonRows.insertOwner(jdbc, account, OWNER, hash);
  }

  private Optional<AccountId> existing() {
    return database
        .asSystem(jdbc ->
            jdbc.sql("select id from accounts where name = :name")
                .param("name", ACCOUNT)
                .query(UUID.class)
                .optional())
        .map(AccountId::new);
  }
}
