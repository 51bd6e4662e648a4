package ai.preloop.activities.identity;

import ai.preloop.activities.database.Digests;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code prl_<prefix>_<secret>}; the prefix finds it, the hash proves it.
 */
record KeyText(String prefix, String text) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String START = "prl_";
  private static final int PREFIX_BYTES = 6;
  private static final int SECRET_BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("prl_([0-9a-f]{12})_[0-9a-f]{64}");

  static KeyText fresh() {
    String prefix = hex(PREFIX_BYTES);
    return new KeyText(prefix, START + prefix + "_" + hex(SECRET_BYTES));
  }

  static boolean looksLike(String text) {
    return text.startsWith(START);
  }

  static Optional<KeyText> parse(String text) {
    var matcher = SHAPE.matcher(text);
    return matcher.matches() ? Optional.of(new KeyText(matcher.group(1), text)) : Optional.empty();
  }

  byte[] hash() {
    return sha256(text);
  }

  /** 256 random bits need no slow hash. */
  static byte[] sha256(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static String hex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  public String toString() {
    return "KeyText[" + prefix + "]";
  }
}
