package ai.preloop.activities.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.secrets.vault.SignIn.AppRole;
import ai.preloop.activities.secrets.vault.SignIn.GivenToken;
import ai.preloop.activities.secrets.vault.SignIn.Kubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How we come by a token of Vault's, and keep it. */
class VaultSignInTests {

  private static final AppRole ROLE = new AppRole("the-role", "the-secret-id");

  @TempDir Path folder;
  private final FakeVault vault = FakeVault.start();
  private VaultKv kv = VaultFixtures.client(vault, ROLE);

  @AfterEach
  void stop() throws IOException {
    kv.close();
    vault.close();
  }

  @Test
  void signsInOnceForManyRequests() {
    IntStream.range(0, 5).forEach(_ -> kv.latest("preloop/a"));

    assertThat(vault.tokens.logins).hasValue(1);
  }

  @Test
  void saysThatTheSignInIsNotTaken() throws IOException {
    use(new AppRole("the-role", "another-secret-id"));
    assertThatThrownBy(() -> kv.latest("preloop/a"))
        .hasMessage("Vault at 127.0.0.1 does not take our sign-in by approle.");

    use(new GivenToken("hvs.hush"));
    assertThatThrownBy(() -> kv.latest("preloop/a"))
        .hasMessage(
            "Vault at 127.0.0.1 does not take VAULT_KV_V2_TOKEN: it ended or was revoked; give another.");
    assertThat(kv.problem()).get().asString().contains("VAULT_KV_V2_TOKEN");
  }

  @Test
  void readsTheServiceAccountsTokenAtEachSignIn() throws IOException {
    Path file = folder.resolve("token");
    use(new Kubernetes("preloop", file));
    assertThatThrownBy(() -> kv.latest("preloop/a")).hasMessageContaining(file.toString());

    Files.writeString(file, "jwt-1\n");
    vault.tokens.serviceAccount = "jwt-1";
    kv.latest("preloop/a");
    vault.tokens.revokeAll();
    vault.tokens.serviceAccount = "jwt-2";
    assertThatThrownBy(() -> kv.latest("preloop/a"))
        .hasMessageContaining("does not take our sign-in by kubernetes");

    Files.writeString(file, "jwt-2\n");
    kv.latest("preloop/a");
  }

  @Test
  void renewsWhenTwoThirdsOfTheLeaseAreGone() {
    kv.start();
    await().until(() -> vault.tokens.logins.get() == 1);

    vault.pass(Duration.ofMinutes(39));
    staysSo(() -> vault.tokens.renewals.get() == 0);

    vault.pass(Duration.ofMinutes(2));
    await().until(() -> vault.tokens.renewals.get() == 1);
    staysSo(() -> vault.tokens.renewals.get() == 1);
    assertThat(vault.tokens.logins).hasValue(1);
  }

  @Test
  void signsInAnewWhereRenewingGivesLittle() {
    vault.tokens.longest = Duration.ofMinutes(50);
    kv.start();
    await().until(() -> vault.tokens.logins.get() == 1);

    vault.pass(Duration.ofMinutes(41));

    await().until(() -> vault.tokens.logins.get() == 2);
    assertThat(vault.tokens.renewals).hasValue(1);
  }

  @Test
  void signsInAnewWhereNothingCanBeRenewed() {
    vault.tokens.renewable = false;
    kv.start();
    await().until(() -> vault.tokens.logins.get() == 1);

    vault.pass(Duration.ofMinutes(41));

    await().until(() -> vault.tokens.logins.get() == 2);
    assertThat(vault.tokens.renewals).hasValue(0);
  }

  @Test
  void aTokenThatWasRevokedIsReplacedWithinTheRequest() {
    kv.latest("preloop/a");
    vault.tokens.revokeAll();

    assertThat(kv.latest("preloop/a")).isEmpty();

    assertThat(vault.tokens.logins).hasValue(2);
  }

  @Test
  void aTokenThatIsGoodIsNotReplacedForWhatItMayNotDo() {
    kv.latest("preloop/a");
    vault.answerInstead(path ->
        path.contains("/data/")
            ? Optional.of(FakeEngine.errors(403, "1 error occurred:\n\t* permission denied\n\n"))
            : Optional.empty());

    for (int times = 0; times < 3; times++) {
      assertThatThrownBy(() -> kv.latest("preloop/a"))
          .hasMessage(
              "Vault at 127.0.0.1 does not let us do this: its policy has to allow create, read, update on secret/data/preloop/* and delete on secret/metadata/preloop/*.");
    }

    assertThat(vault.tokens.logins).hasValue(1);
  }

  @Test
  void requestsGoOnWhileTheTokenIsRenewed() {
    kv.start();
    await().until(() -> vault.tokens.logins.get() == 1);
    vault.hangAt("/v1/auth/token/renew-self");
    vault.pass(Duration.ofMinutes(41));
    await().until(() -> vault.asked().contains("POST /v1/auth/token/renew-self"));

    assertThat(kv.latest("preloop/a")).isEmpty();

    assertThat(vault.asked()).endsWith("GET /v1/secret/data/preloop/a");
    vault.recover();
  }

  @Test
  void manyWhoFindTheTokenGoneSignInOnce() {
    kv.latest("preloop/a");
    vault.tokens.revokeAll();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> all =
          IntStream.range(0, 16)
              .mapToObj(_ -> CompletableFuture.runAsync(() -> kv.latest("preloop/a"), threads))
              .toList();
      assertThat(all).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(10)));
    }

    assertThat(vault.tokens.logins).hasValue(2);
  }

  @Test
  void whoeverWaitsForASignInThatFailsFailsWithIt() throws IOException {
    kv.close();
    kv = VaultFixtures.impatient(vault, ROLE);
    vault.hang();

    long begun = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> all =
          IntStream.range(0, 16)
              .mapToObj(_ -> CompletableFuture.runAsync(() -> kv.latest("preloop/a"), threads))
              .toList();
      assertThat(all)
          .allSatisfy(each ->
              assertThat(each)
                  .failsWithin(Duration.ofSeconds(10))
                  .withThrowableThat()
                  .withMessageContaining("does not answer"));
    }

    // One after the other they would take the patience of sixteen.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aTokenWithoutAnEndIsLeftAlone() throws IOException {
    vault.tokens.life = Duration.ZERO;
    use(new GivenToken(vault.token()));
    kv.start();
    await().until(() -> vault.tokens.lookups.get() == 1);

    vault.pass(Duration.ofDays(400));

    staysSo(() -> vault.tokens.renewals.get() == 0 && vault.tokens.lookups.get() == 1);
    assertThat(kv.latest("preloop/a")).isEmpty();
  }

  @Test
  void aGivenTokenIsRenewed() throws IOException {
    use(new GivenToken(vault.token()));
    kv.start();
    await().until(() -> vault.tokens.lookups.get() == 1);

    vault.pass(Duration.ofMinutes(41));

    await().until(() -> vault.tokens.renewals.get() == 1);
  }

  @Test
  void noTokenIsInAnyText() {
    assertThat(List.of(ROLE, new GivenToken("hvs.hush"), VaultFixtures.settings(vault, ROLE, "")))
        .asString()
        .doesNotContain("the-secret-id", "hvs.hush");
    assertThat(Lease.of("hvs.hush", Duration.ofHours(1), true, 0).toString())
        .doesNotContain("hush");
  }

  /** For as long as ten rounds of the loop take. */
  private static void staysSo(Callable<Boolean> condition) {
    await().during(VaultFixtures.BRISK.round().multipliedBy(10)).until(condition);
  }

  private void use(SignIn other) throws IOException {
    kv.close();
    kv = VaultFixtures.client(vault, other);
  }
}
