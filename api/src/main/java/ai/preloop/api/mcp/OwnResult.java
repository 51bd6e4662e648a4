package ai.preloop.api.mcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * A tool result of an object of Preloop's own: as text for people and models, and as structured
 * content for programs. Its bytes are counted first and then written once, since a stored result
 * can be in there and be large.
 */
final class OwnResult {

  private static final byte[] TEXT = ascii("{\"content\":[{\"type\":\"text\",\"text\":\"");
  private static final byte[] STRUCTURED = ascii("\"}],\"structuredContent\":");
  private static final byte[] FAILURE = ascii(",\"isError\":true}");
  private static final byte[] SUCCESS = ascii(",\"isError\":false}");

  private OwnResult() {}

  /** {@code json} is one well-formed object in UTF-8. */
  static byte[] of(byte[] json, boolean isError) {
    byte[] end = isError ? FAILURE : SUCCESS;
    int size = TEXT.length + quoted(json) + STRUCTURED.length + json.length + end.length;
    ByteBuffer result = ByteBuffer.allocate(size).put(TEXT);
    for (byte b : json) {
      quote(b, result);
    }
    return result.put(STRUCTURED).put(json).put(end).array();
  }

  private static int quoted(byte[] json) {
    int length = json.length;
    for (byte b : json) {
      length += escape(b) == 0 ? 0 : 1;
    }
    return length;
  }

  private static void quote(byte b, ByteBuffer to) {
    byte escape = escape(b);
    if (escape == 0) {
      to.put(b);
    } else {
      to.put((byte) '\\').put(escape);
    }
  }

  /** What follows the backslash; no other controls are in well-formed JSON (RFC 8259). */
  private static byte escape(byte b) {
    return switch (b) {
      case '"', '\\' -> b;
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      default -> 0;
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
