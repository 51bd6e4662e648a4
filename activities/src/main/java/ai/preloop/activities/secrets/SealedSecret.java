package ai.preloop.activities.secrets;

import ai.preloop.workflows.identity.AccountId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * A value under a data key of its own, which is wrapped by one from {@code SECRET_KEY}. Account,
 * name and origin are associated data of both, so that none of them can be changed in the row.
 */
final class SealedSecret {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 32;

  final Custody custody;
  final Optional<Origin> origin;
  final byte[] wrappedKey;
  final byte[] ciphertext;

  private SealedSecret(
      Custody custody, Optional<Origin> origin, byte[] wrappedKey, byte[] ciphertext) {
    this.custody = custody;
    this.origin = origin;
    this.wrappedKey = wrappedKey;
    this.ciphertext = ciphertext;
  }

  static SealedSecret of(ResultSet row, int number) throws SQLException {
    return new SealedSecret(
        Custody.of(row.getString("store")),
        Optional.ofNullable(row.getString("origin")).map(Origin::new),
        row.getBytes("wrapped_key"),
        row.getBytes("ciphertext"));
  }

  static SealedSecret seal(Wrapping wrapping, Place place, Optional<Origin> origin, String value) {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    byte[] bound = place.bound(origin);
    return new SealedSecret(
        wrapping.custody(),
        origin,
        Envelope.seal(wrapping.key(), bound, key),
        Envelope.seal(
            new SecretKeySpec(key, "AES"), bound, value.getBytes(StandardCharsets.UTF_8)));
  }

  String open(Wrapping wrapping, Place place) {
    byte[] bound = place.bound(origin);
    byte[] key = Envelope.open(wrapping.key(), bound, wrappedKey);
    return new String(
        Envelope.open(new SecretKeySpec(key, "AES"), bound, ciphertext), StandardCharsets.UTF_8);
  }

  /** Which row it is. */
  record Place(AccountId account, String name) {

    private byte[] bound(Optional<Origin> origin) {
      return "%s\n%s\n%s"
          .formatted(account, name, origin.map(Origin::text).orElse(""))
          .getBytes(StandardCharsets.UTF_8);
    }
  }
}
