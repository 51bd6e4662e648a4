package ai.preloop.activities.webhooks;

import ai.preloop.activities.database.Digests;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Signs what is sent, as Standard Webhooks 1.0 has it: {@code v1}, HMAC-SHA256, in Base64. */
final class SigningSecret {

  private static final String PREFIX = "whsec_";
  private static final int BYTES = 32;

  private final byte[] key;

  SigningSecret(byte[] key) {
    this.key = key.clone();
  }

  static SigningSecret random(SecureRandom random) {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    return new SigningSecret(key);
  }

  byte[] key() {
    return key.clone();
  }

  /** As a receiver's library takes it. */
  String shown() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /** Of the id, the seconds since 1970 and the body, with points between. */
  String signature(String id, long timestamp, String body) {
    String signed = id + "." + timestamp + "." + body;
    byte[] mac = Digests.hmacSha256(key, signed.getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac);
  }
}
