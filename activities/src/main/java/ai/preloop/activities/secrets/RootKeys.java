package ai.preloop.activities.secrets;

import ai.preloop.activities.files.PrivateFile;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Where {@code SECRET_KEY} comes from: the environment, or a file of the product's own home. */
public final class RootKeys {

  private static final String FILE = "secret-key";
  private static final int BYTES = 32;

  private RootKeys() {}

  /**
   * The key that was given, else the one kept in {@code home}, made when there is none. No home is
   * given where the operator must choose the key: in production, and beyond loopback.
   */
  public static RootKey load(Optional<String> given, Optional<Path> home) {
    return given
        .filter(text -> !text.isBlank())
        .map(RootKey::of)
        .or(() -> home.map(RootKeys::kept))
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.UNAVAILABLE,
                "SECRET_KEY must be set here: give it at least 32 random characters and keep them; what is sealed with it opens with nothing else."));
  }

  private static RootKey kept(Path home) {
    Path file = home.resolve(FILE);
    if (PrivateFile.read(file).isEmpty()) {
      byte[] random = new byte[BYTES];
      new SecureRandom().nextBytes(random);
      PrivateFile.write(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
    }
    return PrivateFile.read(file)
        .map(text -> RootKey.of(new String(text, StandardCharsets.UTF_8)))
        .orElseThrow();
  }
}
