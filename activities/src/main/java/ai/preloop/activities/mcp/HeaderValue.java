package ai.preloop.activities.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Text as the value of a header (MCP 2026-07-28, Streamable HTTP, Value Encoding). */
public final class HeaderValue {

  private static final String ENCODED = "=?base64?";
  private static final String ENCODED_END = "?=";

  private HeaderValue() {}

  /** As it is where a header can say it so that it is read the same, and encoded otherwise. */
  public static String encoded(String text) {
    return isPlain(text) && text.equals(text.strip()) && !isEncoded(text)
        ? text
        : ENCODED + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + ENCODED_END;
  }

  /** A value that is no plain ASCII comes encoded; null for what cannot be read. */
  public static @Nullable String decoded(@Nullable String header) {
    if (header == null || !isEncoded(header)) {
      return header;
    }
    try {
      String value = header.substring(ENCODED.length(), header.length() - ENCODED_END.length());
      // The decoder would take one whose padding is missing.
      return value.length() % 4 == 0 ? new String(Base64.getDecoder().decode(value), UTF_8) : null;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static boolean isEncoded(String header) {
    return header.startsWith(ENCODED) && header.endsWith(ENCODED_END);
  }

  /** Visible ASCII, spaces and tabs; all else has to come encoded. */
  static boolean isPlain(String said) {
    return said.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
  }
}
