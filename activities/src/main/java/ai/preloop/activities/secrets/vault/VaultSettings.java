package ai.preloop.activities.secrets.vault;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where Vault is and how we sign in; in which namespace, empty for none, and at which mount and
 * path secrets are; and the authorities of its certificate, where they are not the usual ones.
 */
public record VaultSettings(
    URI url,
    SignIn signIn,
    String namespace,
    String mount,
    String pathPrefix,
    Optional<Path> caFile,
    Pace pace) {

  /** What the product keeps to. */
  public static final Pace USUAL =
      new Pace(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(5));

  /** The longest silence, and exchange; and how often the token is looked after. */
  public record Pace(Duration silence, Duration exchange, Duration round) {}

  /** For sentences. */
  String where() {
    return "Vault at " + url.getHost();
  }
}
