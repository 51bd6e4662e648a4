package ai.preloop.activities.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we ask of the KV engine, and what becomes of answers that are none. */
class VaultKvTests {

  private static final String PATH = "preloop/account/name";

  private final FakeVault vault = FakeVault.start();
  private VaultKv kv = VaultFixtures.client(vault);

  @AfterEach
  void stop() throws IOException {
    kv.close();
    vault.close();
  }

  @Test
  void readsWhatItWrote() {
    assertThat(kv.latest(PATH)).isEmpty();
    assertThat(kv.write(PATH, "one", "write-1", 0)).hasValue(1);
    assertThat(kv.write(PATH, "two", "write-2", 1)).hasValue(2);

    assertThat(kv.latest(PATH))
        .contains(new KvVersion(2, Optional.of("two"), Optional.of("write-2")));
    assertThat(kv.version(PATH, 1))
        .contains(new KvVersion(1, Optional.of("one"), Optional.of("write-1")));
    assertThat(kv.version(PATH, 3)).isEmpty();
  }

  @Test
  void writesOnlyAfterTheVersionThatItKnows() {
    kv.write(PATH, "one", "write-1", 0);
    vault.rotate(PATH, "by an operator");

    assertThat(kv.write(PATH, "two", "write-2", 1)).isEmpty();

    assertThat(vault.value(PATH)).contains("by an operator");
  }

  @Test
  void aDeletedVersionHasItsNumberAndNoValue() {
    kv.write(PATH, "one", "write-1", 0);
    vault.delete(PATH);

    assertThat(kv.latest(PATH)).contains(new KvVersion(1, Optional.empty(), Optional.empty()));
  }

  @Test
  void erasesAllVersions() {
    kv.write(PATH, "one", "write-1", 0);

    kv.forget(PATH);
    kv.forget(PATH);

    assertThat(vault.paths()).isEmpty();
  }

  @Test
  void worksInItsNamespace() throws IOException {
    VaultSettings settings =
        VaultFixtures.settings(vault, new SignIn.GivenToken(vault.token()), "org/team");
    try (VaultKv inside = new VaultKv(settings, vault::nanoTime)) {
      inside.write(PATH, "one", "write-1", 0);
    }

    assertThat(vault.paths()).isEmpty();
    assertThat(vault.engine("org/team").paths()).containsExactly(PATH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503 | is sealed: unseal it.",
        "429 | asks us to wait: it is a standby, or gets more requests than its quota has.",
        "473 | is a standby that passes nothing on: give the address of the active one.",
        "307 | sends us elsewhere: give the address of the active one in VAULT_KV_V2_URL.",
        "412 | has not caught up with its own cluster: try again.",
        "500 | answers with status 500.",
        "404 | has no KV secrets engine of version 2 at secret: see VAULT_KV_V2_MOUNT and VAULT_KV_V2_NAMESPACE.",
      })
  void saysWhatAnAnswerMeansThatIsNone(int status, String sentence) {
    kv.latest(PATH);
    vault.refuse(status, "hush: said by who knows whom");

    assertUnavailable(() -> kv.latest(PATH), sentence);
    assertUnavailable(() -> kv.write(PATH, "p1aintext", "write-1", 0), sentence);
    assertUnavailable(() -> kv.forget(PATH), sentence);
    assertThat(kv.problem()).contains("Vault at 127.0.0.1 " + sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Welcome to nginx, p1aintext</html>",
        "{\"data\":{\"data\":{\"value\":\"p1aintext\"",
        "{\"data\":[]}",
        "{\"data\":{\"value\":\"p1aintext\"}}",
        "{\"data\":{\"data\":{\"value\":\"p1aintext\"},\"metadata\":{\"version\":\"one\"}}}",
        "[]",
        "null",
        "7"
      })
  void takesNothingElseForAnAnswer(String body) {
    kv.latest(PATH);
    vault.say(body);

    assertUnavailable(
        () -> kv.latest(PATH),
        "does not answer as a KV secrets engine of version 2 does: see VAULT_KV_V2_URL and VAULT_KV_V2_MOUNT.");
    assertThatThrownBy(() -> kv.write(PATH, "other", "write-1", 0))
        .hasMessageContaining("does not answer as");
  }

  @Test
  void anEndlessAnswerEnds() {
    kv.latest(PATH);
    vault.say("[" + "\"p1aintext\",".repeat(200_000) + "1]");

    assertUnavailable(() -> kv.latest(PATH), "does not answer.");
  }

  @Test
  void waitsForNoAnswerLongerThanItsPatience() throws IOException {
    kv.close();
    kv = VaultFixtures.impatient(vault, new SignIn.GivenToken(vault.token()));
    kv.latest(PATH);
    vault.hang();

    long begun = System.nanoTime();
    assertUnavailable(() -> kv.latest(PATH), "does not answer.");

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    kv.close();
    URI url = vault.url();
    kv = VaultFixtures.client(vault);
    vault.close();

    assertUnavailable(() -> kv.latest(PATH), "does not answer.");
    assertThat(kv.problem()).get().asString().doesNotContain(url.getPort() + "/v1");
  }

  @Test
  void findsOutBySelfThatVaultIsThereAgain() {
    kv.start();
    kv.latest(PATH);
    vault.refuse(503, "Vault is sealed");
    assertThatThrownBy(() -> kv.latest(PATH)).hasMessageContaining("sealed");
    assertThat(kv.problem()).isPresent();

    vault.recover();

    await().until(() -> kv.problem().isEmpty());
  }

  private static void assertUnavailable(Runnable work, String sentence) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE))
        .hasMessage("Vault at 127.0.0.1 " + sentence);
  }
}
