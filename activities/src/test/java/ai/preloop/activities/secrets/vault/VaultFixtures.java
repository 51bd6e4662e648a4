package ai.preloop.activities.secrets.vault;

import ai.preloop.activities.secrets.vault.VaultSettings.Pace;
import java.time.Duration;
import java.util.Optional;

/** Clients of a {@link FakeVault}, which share its time. */
public final class VaultFixtures {

  static final Pace BRISK =
      new Pace(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(20));

  /** For a Vault that does not answer. */
  static final Pace IMPATIENT =
      new Pace(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(20));

  private VaultFixtures() {}

  /** One with a token that an operator made, at the prefix {@code preloop}. */
  public static VaultKv client(FakeVault vault) {
    return client(vault, new SignIn.GivenToken(vault.token()));
  }

  /** The same, with its token looked after. */
  public static VaultKv started(FakeVault vault) {
    VaultKv started = client(vault);
    started.start();
    return started;
  }

  static VaultKv client(FakeVault vault, SignIn signIn) {
    return new VaultKv(settings(vault, signIn, ""), vault::nanoTime);
  }

  static VaultKv impatient(FakeVault vault, SignIn signIn) {
    return new VaultKv(at(IMPATIENT, settings(vault, signIn, "")), vault::nanoTime);
  }

  static VaultSettings settings(FakeVault vault, SignIn signIn, String namespace) {
    return new VaultSettings(
        vault.url(), signIn, namespace, "secret", "preloop", Optional.empty(), BRISK);
  }

  private static VaultSettings at(Pace pace, VaultSettings of) {
    return new VaultSettings(
        of.url(), of.signIn(), of.namespace(), of.mount(), of.pathPrefix(), of.caFile(), pace);
  }
}
