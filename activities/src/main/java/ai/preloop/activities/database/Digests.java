package ai.preloop.activities.database;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, by which stored content is known to be the same. */
public final class Digests {

  private Digests() {}

  public static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
