package ai.preloop.activities.secrets;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM as it is stored: a version byte, a random 96-bit nonce, ciphertext and tag. */
final class Envelope {

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HEAD_BYTES = 1 + NONCE_BYTES;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Envelope() {}

  static byte[] seal(SecretKey key, byte[] bound, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, bound).doFinal(plain);
      return ByteBuffer.allocate(HEAD_BYTES + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to seal", e);
    }
  }

  static byte[] open(SecretKey key, byte[] bound, byte[] sealed) {
    if (sealed.length < HEAD_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw unreadable();
    }
    ByteBuffer stored = ByteBuffer.wrap(sealed).position(1);
    byte[] nonce = new byte[NONCE_BYTES];
    stored.get(nonce);
    byte[] content = new byte[stored.remaining()];
    stored.get(content);
    try {
      return cipher(Cipher.DECRYPT_MODE, key, nonce, bound).doFinal(content);
    } catch (AEADBadTagException e) {
      throw unreadable().causedBy(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to open", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] bound)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }

  private static ProblemException unreadable() {
    return new ProblemException(
        ProblemType.INTERNAL,
        "Sealed content cannot be opened: it was changed, belongs elsewhere, or was sealed with another SECRET_KEY.");
  }
}
