package ai.preloop.activities.json;

import java.nio.charset.StandardCharsets;

/** The bytes of JSON that {@link StrictJson} has read: where values end, what strings say. */
public final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  static int pastSpace(byte[] json, int at, int end) {
    int i = at;
    while (i < end && (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t')) {
      i++;
    }
    return i;
  }

  /** The index after the value that starts at {@code from}. */
  static int endOfValue(byte[] json, int from) {
    int open = 0;
    int i = from;
    do {
      switch (json[i]) {
        case '"' -> i = endOfString(json, i);
        case '{', '[' -> {
          open++;
          i++;
        }
        case '}', ']' -> {
          open--;
          i++;
        }
        case ',', ':', ' ', '\n', '\r', '\t' -> i++;
        default -> i = endOfWord(json, i);
      }
    } while (open > 0);
    return i;
  }

  static int endOfString(byte[] json, int from) {
    int i = from + 1;
    while (json[i] != '"') {
      i += json[i] == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /** The end of a number, {@code true}, {@code false} or {@code null}. */
  private static int endOfWord(byte[] json, int from) {
    int i = from;
    while (i < json.length
        && (json[i] > ' ' && json[i] != ',' && json[i] != '}' && json[i] != ']')) {
      i++;
    }
    return i;
  }

  /** What the characters between two quotes say. */
  static String unescape(byte[] json, int from, int to) {
    int escape = from;
    while (escape < to && json[escape] != '\\') {
      escape++;
    }
    String plain = new String(json, from, escape - from, StandardCharsets.UTF_8);
    if (escape == to) {
      return plain;
    }
    StringBuilder text = new StringBuilder(to - from).append(plain);
    while (escape < to) {
      escape = unescapeOne(json, escape, text);
      int run = escape;
      while (escape < to && json[escape] != '\\') {
        escape++;
      }
      text.append(new String(json, run, escape - run, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private static int unescapeOne(byte[] json, int escape, StringBuilder text) {
    char kind = (char) json[escape + 1];
    if (kind == 'u') {
      String hex = new String(json, escape + 2, 4, StandardCharsets.ISO_8859_1);
      text.append((char) Integer.parseInt(hex, 16));
      return escape + 6;
    }
    int control = "bfnrt".indexOf(kind);
    text.append(control < 0 ? kind : "\b\f\n\r\t".charAt(control));
    return escape + 2;
  }

  /** A JSON string with no escape that is not needed (RFC 8785, section 3.2.2.2). */
  public static String quote(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      append(json, text, i);
    }
    return json.append('"').toString();
  }

  private static void append(StringBuilder json, String text, int i) {
    char c = text.charAt(i);
    int control = "\b\f\n\r\t\"\\".indexOf(c);
    if (control >= 0) {
      json.append('\\').append("bfnrt\"\\".charAt(control));
    } else if (c < 0x20 || isLoneSurrogate(text, i)) {
      json.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        json.append(HEX.charAt(c >> shift & 0xf));
      }
    } else {
      json.append(c);
    }
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
