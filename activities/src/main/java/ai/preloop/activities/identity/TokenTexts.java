package ai.preloop.activities.identity;

import ai.preloop.activities.database.Digests;
import ai.preloop.activities.secrets.RootKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/**
 * Writes and reads {@code prt_<prefix>_<secret>_<seal>}: the key's prefix, 256 random bits, and a
 * seal of both. The seal proves nothing but that the text was made here, so that what nobody made
 * is not looked for in the database; the secret's hash is what proves a token.
 */
final class TokenTexts {

  private static final String START = "prt_";
  private static final int SECRET_BYTES = 32;
  private static final int SEAL_BYTES = 8;
  private static final Pattern SHAPE =
      Pattern.compile("(prt_([0-9a-f]{12})_[0-9a-f]{64})_([0-9a-f]{16})");

  private final SecretKey key;

  TokenTexts(RootKey root) {
    this.key = root.derive("runtime tokens", Digests.HMAC_SHA256);
  }

  static boolean looksLike(String text) {
    return text.startsWith(START);
  }

  TokenText fresh(String prefix) {
    String sealed = START + prefix + "_" + KeyText.hex(SECRET_BYTES);
    return new TokenText(prefix, sealed + "_" + HexFormat.of().formatHex(seal(sealed)));
  }

  /** Empty for what was not made here. */
  Optional<TokenText> parse(String text) {
    var matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    byte[] shown = HexFormat.of().parseHex(matcher.group(3));
    return MessageDigest.isEqual(shown, seal(matcher.group(1)))
        ? Optional.of(new TokenText(matcher.group(2), text))
        : Optional.empty();
  }

  private byte[] seal(String sealed) {
    byte[] content = sealed.getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(Digests.hmacSha256(key.getEncoded(), content), SEAL_BYTES);
  }
}
