package ai.preloop.activities.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalEncryptedSecretsTests extends SecretStoreContract {

  private static final RootKey OTHER_KEY = RootKey.of("another key that is also 32 characters");

  private AnnotationConfigApplicationContext context;
  private Database database;
  private AccountId account;

  @BeforeAll
  void start() {
    context = IdentityFixtures.context(more -> more.registerBean(SecretsConfiguration.class));
    database = context.getBean(Database.class);
    account = context.getBean(FirstStart.class).run(Optional.of("a password of it"), shown -> {});
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @Override
  SecretStore store() {
    return context.getBean(SecretStore.class);
  }

  @Override
  AccountId account() {
    return account;
  }

  @Override
  AccountId otherAccount() {
    return new AccountId(Ids.next());
  }

  @Test
  void storesNothingInClear() {
    store().put(account, "clear", "p1aintext", OWNER);

    byte[] stored =
        database.inAccount(
            account,
            jdbc ->
                jdbc.sql("select wrapped_key || ciphertext from secrets where name = 'clear'")
                    .query(byte[].class)
                    .single());

    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("p1aintext");
  }

  @Test
  void findsSwappedRows() {
    store().put(account, "swap-a", "a", OWNER);
    store().put(account, "swap-b", "b", OWNER);
    sql(
        """
        update secrets s set wrapped_key = o.wrapped_key, ciphertext = o.ciphertext
        from secrets o where s.name = 'swap-a' and o.name = 'swap-b'
        """);

    assertThatThrownBy(() -> store().get(account, "swap-a", HERE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void findsAnOriginThatWasChangedInTheRow() {
    store().put(account, "redirected", "s3cret", OWNER);
    store().get(account, "redirected", HERE);
    sql("update secrets set origin = 'https://tools.test:8443' where name = 'redirected'");

    assertThatThrownBy(() -> store().get(account, "redirected", ELSEWHERE))
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void findsABindingThatWasTakenOutOfTheRow() {
    store().put(account, "unbound", "s3cret", OWNER);
    store().get(account, "unbound", HERE);
    sql("update secrets set origin = null where name = 'unbound'");

    assertThatThrownBy(() -> store().get(account, "unbound", ELSEWHERE))
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void opensNothingWithAnotherSecretKey() {
    store().put(account, "other-key", "s3cret", OWNER);
    SecretStore other =
        new StoredSecrets(database, Custodians.local(OTHER_KEY), context.getBean(Audit.class));

    assertThatThrownBy(() -> other.get(account, "other-key", HERE))
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void saysAtTheStartThatTheSecretKeyIsAnother() {
    RootKeyCheck right = context.getBean(RootKeyCheck.class);
    right.run(account);
    right.run(account);

    assertThatThrownBy(() -> new RootKeyCheck(database, OTHER_KEY).run(account))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("SECRET_KEY is not the one");
    assertThat(store().names(account)).noneMatch(name -> name.startsWith("~"));
  }

  @Test
  void recordsWhoWroteWhich() {
    store().put(account, "recorded", "s3cret", OWNER);
    WrittenLedger.await(database);

    String arguments =
        database.inAccount(
            account,
            jdbc ->
                jdbc.sql(
                        "select arguments from audit_records where action = 'secret.write' order by seq desc limit 1")
                    .query(String.class)
                    .single());
    assertThat(arguments).isEqualTo("{\"name\":\"recorded\"}");
  }

  private void sql(String statement) {
    database.doInAccount(account, jdbc -> jdbc.sql(statement).update());
  }
}
