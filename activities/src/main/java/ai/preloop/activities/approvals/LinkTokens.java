package ai.preloop.activities.approvals;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.policies.redaction.Redaction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The tokens of one-time links in a piece of JSON, however their letters are escaped there, and the
 * same JSON with none of them.
 */
final class LinkTokens {

  static final String PREFIX = "prlink_";

  /** 32 bytes in base64url without padding. */
  private static final int LENGTH = PREFIX.length() + 43;

  /** More than anybody has; of those beyond it nothing is kept but that they are taken out. */
  private static final int MOST = 500;

  private static final byte[] REDACTED = Redaction.REDACTED.getBytes(StandardCharsets.UTF_8);

  /** An ASCII letter may be escaped (RFC 8259, section 7), and hardly ever is. */
  private static final String ESCAPED = "\\u00";

  /** What is looked through at a time, so that of what is large no copy is made. */
  private static final int PIECE = 1 << 16;

  private static final int ESCAPE_LENGTH = 6;

  private final JsonSlice json;
  private final ByteArrayOutputStream cleared = new ByteArrayOutputStream();
  private final Set<String> tokens = new LinkedHashSet<>();
  private int copied;

  private LinkTokens(JsonSlice json) {
    this.json = json;
    this.copied = json.from();
  }

  /** Whether it is worth to read it; false for nearly everything. */
  static boolean mayBeIn(JsonSlice json) {
    for (int from = json.from(); from < json.to(); from += PIECE) {
      int length = Math.min(json.to() - from, PIECE + PREFIX.length());
      String piece = new String(json.array(), from, length, StandardCharsets.ISO_8859_1);
      if (piece.contains(PREFIX) || piece.contains(ESCAPED)) {
        return true;
      }
    }
    return false;
  }

  static LinkTokens in(JsonSlice json) {
    LinkTokens found = new LinkTokens(json);
    for (int at = json.from(); at < json.to(); at++) {
      byte first = json.array()[at];
      if (first == 'p' || first == '\\') {
        found.look(at);
      }
      // A backslash that is escaped begins nothing.
      at += first == '\\' && at + 1 < json.to() && json.array()[at + 1] == '\\' ? 1 : 0;
    }
    return found;
  }

  Set<String> tokens() {
    return tokens;
  }

  JsonSlice cleared() {
    copyUpTo(json.to());
    return JsonSlice.of(cleared.toByteArray());
  }

  /** One may begin within what looks like another. */
  private void look(int from) {
    StringBuilder token = null;
    int at = from;
    for (int length = 0; length < LENGTH; length++) {
      int letter = at < json.to() ? letter(at) : -1;
      if (!goesOn(length, letter)) {
        return;
      }
      if (length == PREFIX.length()) {
        token = new StringBuilder(LENGTH).append(PREFIX);
      }
      if (token != null) {
        token.append((char) letter);
      }
      at += isEscape(at) ? ESCAPE_LENGTH : 1;
    }
    found(from, at, String.valueOf(token));
  }

  private void found(int from, int to, String token) {
    if (tokens.size() < MOST) {
      tokens.add(token);
    }
    if (from >= copied) {
      copyUpTo(from);
      cleared.writeBytes(REDACTED);
    }
    copied = Math.max(copied, to);
  }

  private void copyUpTo(int to) {
    if (to > copied) {
      cleared.write(json.array(), copied, to - copied);
      copied = to;
    }
  }

  private static boolean goesOn(int length, int letter) {
    return length < PREFIX.length() ? letter == PREFIX.charAt(length) : isOfBase64url(letter);
  }

  private static boolean isOfBase64url(int letter) {
    return (letter >= '0' && letter <= '9')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= 'a' && letter <= 'z')
        || letter == '-'
        || letter == '_';
  }

  private int letter(int at) {
    return isEscape(at)
        ? 16 * Character.digit(json.array()[at + 4], 16) + Character.digit(json.array()[at + 5], 16)
        : json.array()[at];
  }

  private boolean isEscape(int at) {
    byte[] bytes = json.array();
    return at + ESCAPE_LENGTH <= json.to()
        && bytes[at] == '\\'
        && bytes[at + 1] == 'u'
        && bytes[at + 2] == '0'
        && bytes[at + 3] == '0';
  }

  /** Whether a text begins as a token does. */
  static boolean isLike(String text) {
    return text.startsWith(PREFIX);
  }
}
