package ai.preloop.activities.secrets;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** {@code SECRET_KEY}: never used itself, only to derive a key for each purpose (RFC 5869). */
public final class RootKey {

  private static final int LEAST_LENGTH = 32;
  private static final byte[] SALT = "preloop".getBytes(StandardCharsets.UTF_8);

  private final byte[] material;

  private RootKey(byte[] material) {
    this.material = material;
  }

  /** Takes the text of the variable; less than 32 characters are refused. */
  public static RootKey of(String text) {
    String stripped = text.strip();
    if (stripped.length() < LEAST_LENGTH) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "SECRET_KEY is too short: give it at least %d random characters, for example from `openssl rand -hex 32`."
              .formatted(LEAST_LENGTH));
    }
    return new RootKey(stripped.getBytes(StandardCharsets.UTF_8));
  }

  /** A 256-bit key for this purpose; two purposes never share one. */
  public SecretKey derive(String purpose, String algorithm) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              algorithm,
              HKDFParameterSpec.ofExtract()
                  .addIKM(material)
                  .addSalt(SALT)
                  .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HKDF-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "RootKey[hidden]";
  }
}
