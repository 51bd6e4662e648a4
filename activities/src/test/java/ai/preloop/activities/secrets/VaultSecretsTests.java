package ai.preloop.activities.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.secrets.vault.FakeVault;
import ai.preloop.activities.secrets.vault.VaultFixtures;
import ai.preloop.activities.secrets.vault.VaultKv;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VaultSecretsTests extends SecretStoreContract {

  private FakeVault vault;
  private AnnotationConfigApplicationContext context;
  private Database database;
  private AccountId account;

  @BeforeAll
  void start() {
    vault = FakeVault.start();
    context =
        IdentityFixtures.context(more -> {
          more.registerBean(SecretsConfiguration.class);
          more.registerBean(VaultKv.class, () -> VaultFixtures.started(vault));
        });
    database = context.getBean(Database.class);
    account = context.getBean(FirstStart.class).run(Optional.of("a password of it"), shown -> {});
  }

  @AfterEach
  void recover() {
    vault.recover();
  }

  @AfterAll
  void stop() {
    context.close();
    vault.close();
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

  /** What a node without Vault has, over the same rows. */
  private SecretStore local() {
    return new StoredSecrets(
        database, Custodians.local(IdentityFixtures.ROOT), context.getBean(Audit.class));
  }

  private String path(String name) {
    return "preloop/%s/%s".formatted(account, name);
  }

  @Test
  void valuesAreInVaultAndNotInTheDatabase() {
    store().put(account, "there", "p1aintext", OWNER);

    assertThat(vault.value(path("there"))).contains("p1aintext");
    assertThat(custody("there")).isEqualTo(Custody.VAULT_KV_V2);
    // It would open, were it there: what the row seals is the reference.
    assertThat(
            row("there")
                .open(Wrapping.of(Custody.VAULT_KV_V2, IdentityFixtures.ROOT), place("there")))
        .startsWith("1 ")
        .doesNotContain("p1aintext");
  }

  @Test
  void theTokenAndTheValueAreInNoWordsOfOurs() {
    store().put(account, "quiet", "p1aintext", OWNER);
    vault.refuse(500, "p1aintext");

    assertThatThrownBy(() -> store().holds(account, "quiet", Optional.empty(), "p1aintext"))
        .hasMessage("Vault at 127.0.0.1 answers with status 500.")
        .hasNoCause();
  }

  @Test
  void aValueThatIsRotatedInVaultIsInForceWithinSeconds() {
    store().put(account, "rotated", "old", OWNER);
    assertThat(store().get(account, "rotated", HERE)).isEqualTo("old");
    long reads = reads("rotated");
    assertThat(store().get(account, "rotated", HERE)).isEqualTo("old");
    assertThat(reads("rotated")).isEqualTo(reads);

    vault.rotate(path("rotated"), "new");

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> store().get(account, "rotated", HERE).equals("new"));
    assertThatThrownBy(() -> store().get(account, "rotated", ELSEWHERE))
        .hasMessageContaining("belongs to");
  }

  @Test
  void aValueOfARequestThatFailedIsNotInForce() {
    store().put(account, "half", "old", OWNER);

    assertThatThrownBy(() ->
            database.doInAccount(
                account,
                jdbc -> {
                  store().put(account, "half", "unfinished", OWNER);
                  throw new IllegalStateException("for another reason");
                }))
        .hasMessage("for another reason");

    assertThat(vault.value(path("half"))).contains("unfinished");
    assertThat(store().get(account, "half", HERE)).isEqualTo("old");
    store().put(account, "half", "new", OWNER);
    assertThat(store().get(account, "half", HERE)).isEqualTo("new");
  }

  @Test
  void whatIsForgottenIsErasedInVaultOnceThatIsCommitted() {
    store().put(account, "erased", "s3cret", OWNER);
    assertThatThrownBy(() ->
            database.doInAccount(
                account,
                jdbc -> {
                  store().delete(account, "erased", OWNER);
                  throw new IllegalStateException("for another reason");
                }))
        .hasMessage("for another reason");
    assertThat(store().get(account, "erased", HERE)).isEqualTo("s3cret");

    store().delete(account, "erased", OWNER);

    await().until(() -> !vault.paths().contains(path("erased")));
    await().until(() -> forgotten("erased") == 0);
  }

  @Test
  void whatIsForgottenWhileVaultIsAwayIsErasedLater() {
    store().put(account, "later", "s3cret", OWNER);
    vault.refuse(503, "Vault is sealed");

    store().delete(account, "later", OWNER);

    assertThatThrownBy(() -> store().get(account, "later", HERE))
        .hasMessage("There is no secret named later.");
    assertThat(forgotten("later")).isEqualTo(1);
    vault.recover();
    store().put(account, "another", "v", OWNER);
    store().delete(account, "another", OWNER);
    await().until(() -> !vault.paths().contains(path("later")));
  }

  @Test
  void whatIsPutAnewIsNotErased() {
    store().put(account, "anew", "old", OWNER);
    database.doInAccount(
        account,
        jdbc -> {
          store().delete(account, "anew", OWNER);
          store().put(account, "anew", "new", OWNER);
        });

    assertThat(forgotten("anew")).isZero();
    assertThat(store().get(account, "anew", ELSEWHERE)).isEqualTo("new");
  }

  @Test
  void whatWasKeptLocallyIsReadThereUntilItIsPutAgain() {
    local().put(account, "earlier", "old", OWNER);
    assertThat(store().get(account, "earlier", HERE)).isEqualTo("old");
    assertThat(custody("earlier")).isEqualTo(Custody.LOCAL_ENCRYPTED);

    store().put(account, "earlier", "new", OWNER);

    assertThat(custody("earlier")).isEqualTo(Custody.VAULT_KV_V2);
    assertThat(store().get(account, "earlier", HERE)).isEqualTo("new");
    assertThatThrownBy(() -> store().get(account, "earlier", ELSEWHERE))
        .hasMessageContaining("belongs to");
  }

  @Test
  void whatIsInVaultIsNotToBeHadWhereThatIsOff() {
    store().put(account, "off", "s3cret", OWNER);

    assertThatThrownBy(() -> local().get(account, "off", HERE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE))
        .hasMessageContaining("turned off");

    local().put(account, "off", "back", OWNER);
    assertThat(local().get(account, "off", HERE)).isEqualTo("back");
    assertThat(forgotten("off")).isEqualTo(1);
  }

  @Test
  void nothingIsReadFromElsewhereWhileVaultIsAway() {
    store().put(account, "away", "s3cret", OWNER);
    vault.refuse(503, "Vault is sealed");

    assertThatThrownBy(() -> store().get(account, "away", HERE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE))
        .hasMessage("Vault at 127.0.0.1 is sealed: unseal it.");
    assertThatThrownBy(() -> store().put(account, "away", "other", OWNER))
        .hasMessageContaining("sealed");

    vault.recover();
    // Its first use has not taken place, so it is bound to nothing.
    assertThat(store().get(account, "away", ELSEWHERE)).isEqualTo("s3cret");
  }

  @Test
  void whatWasReadWhileVaultWasAwayIsReadAgainOnceItIsBack() {
    store().put(account, "reread", "s3cret", OWNER);
    vault.refuse(503, "Vault is sealed");
    assertThatThrownBy(() -> store().get(account, "reread", HERE)).hasMessageContaining("sealed");
    long before = revision();

    vault.recover();

    await().until(() -> revision() > before);
  }

  private long revision() {
    return database.inAccount(
        account,
        jdbc ->
            jdbc.sql("select revision from account_revisions where account_id = ?")
                .params(account.value())
                .query(Long.class)
                .single());
  }

  @Test
  void nobodyReadsAValueThatNeverWasWhileManyAreRotated() throws InterruptedException {
    store().put(account, "busy", "value-0", OWNER);
    store().get(account, "busy", HERE);
    AtomicInteger written = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int reader = 0; reader < 8; reader++) {
        threads.execute(() -> readUntil(over, written, wrong));
      }
      for (int turn = 1; turn <= 60; turn++) {
        written.set(turn);
        if (turn % 2 == 0) {
          store().put(account, "busy", "value-" + turn, OWNER);
        } else {
          vault.rotate(path("busy"), "value-" + turn);
        }
      }
      over.set(true);
    }

    assertThat(wrong).isEmpty();
    assertThat(store().get(account, "busy", HERE)).isEqualTo("value-60");
  }

  /** Notes failures, and values that are none of those that were written until then. */
  private void readUntil(AtomicBoolean over, AtomicInteger written, Queue<String> wrong) {
    while (!over.get()) {
      try {
        String value = store().get(account, "busy", HERE);
        int turn = Integer.parseInt(value.substring("value-".length()));
        if (turn < 0 || turn > written.get()) {
          wrong.add(value);
        }
      } catch (ProblemException | NumberFormatException e) {
        wrong.add(e.toString());
      }
    }
  }

  @Test
  void saysThatTheValueWasTakenAwayInVault() {
    store().put(account, "taken", "s3cret", OWNER);
    vault.delete(path("taken"));

    assertThatThrownBy(() -> store().get(account, "taken", HERE))
        .hasMessageContaining("has no value in Vault any more");

    store().put(account, "taken", "again", OWNER);
    assertThat(store().get(account, "taken", HERE)).isEqualTo("again");
  }

  @Test
  void anOriginThatWasChangedInTheRowIsFound() {
    store().put(account, "redirected", "s3cret", OWNER);
    store().get(account, "redirected", HERE);
    sql("update secrets set origin = 'https://tools.test:8443' where name = 'redirected'");

    assertThatThrownBy(() -> store().get(account, "redirected", ELSEWHERE))
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void aRowThatIsMadeOutToBeLocalIsFound() {
    store().put(account, "feigned", "s3cret", OWNER);
    sql("update secrets set store = 'local_encrypted' where name = 'feigned'");

    assertThatThrownBy(() -> store().get(account, "feigned", HERE))
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() {
    for (String name : List.of("a/../b", "a/./b", "a//b", "a/", "a/..")) {
      assertThatThrownBy(() -> store().put(account, name, "x", OWNER))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.type()).isEqualTo(ProblemType.UNPROCESSABLE));
    }
    assertThat(vault.asked()).noneMatch(asked -> asked.contains("/.") || asked.contains("a//b"));
  }

  private long reads(String name) {
    return vault.asked().stream().filter(("GET /v1/secret/data/" + path(name))::equals).count();
  }

  private Custody custody(String name) {
    return store().kept(account).stream()
        .filter(kept -> kept.name().equals(name))
        .findFirst()
        .orElseThrow()
        .store();
  }

  private SealedSecret row(String name) {
    return database
        .inAccount(account, jdbc -> new SecretRows(jdbc).find(place(name)))
        .orElseThrow();
  }

  private SealedSecret.Place place(String name) {
    return new SealedSecret.Place(account, name);
  }

  private int forgotten(String name) {
    return database.inAccount(
        account,
        jdbc ->
            jdbc.sql("select count(*) from forgotten_secrets where name = ?")
                .params(name)
                .query(Integer.class)
                .single());
  }

  private void sql(String statement) {
    database.doInAccount(account, jdbc -> jdbc.sql(statement).update());
  }
}
