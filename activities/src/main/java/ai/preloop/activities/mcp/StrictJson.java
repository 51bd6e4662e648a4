package ai.preloop.activities.mcp;

import ai.preloop.activities.mcp.MalformedMessage.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) so strictly that no other reader can see another document in the same
 * bytes: valid UTF-8, no name twice in an object, nothing after the value, no lone surrogate.
 */
public final class StrictJson {

  /** Up to here names are compared one by one; beyond, a set remembers them. */
  private static final int FEW_NAMES = 16;

  /** What the sets of one document may hold at once: a bound on memory, not on documents. */
  private static final int REMEMBERED_NAMES = 1 << 16;

  private final byte[] json;
  private final Limits limits;
  private final int end;
  private int at;
  private int depth;
  private int[] names = new int[64];
  private int nameCount;
  private int remembered;

  private StrictJson(byte[] json, int from, int to, Limits limits) {
    this.json = json;
    this.at = from;
    this.end = to;
    this.limits = limits;
  }

  /** The one value that the bytes hold; {@link MalformedMessage} when they are not taken. */
  public static JsonSlice read(byte[] json, Limits limits) {
    return read(json, 0, json.length, limits);
  }

  static JsonSlice read(byte[] json, int from, int to, Limits limits) {
    if (to - from > limits.bytes()) {
      throw new MalformedMessage(
          Kind.TOO_LARGE, "The body is larger than " + limits.bytes() + " bytes.");
    }
    return new StrictJson(json, from, to, limits).document();
  }

  private JsonSlice document() {
    skipSpace();
    int from = at;
    value();
    int to = at;
    skipSpace();
    if (at < end) {
      throw notJson("there is more after the value");
    }
    return new JsonSlice(json, from, to);
  }

  private void value() {
    switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  private void object() {
    enter();
    int firstName = nameCount;
    Set<String> many = null;
    if (!closes('}')) {
      do {
        skipSpace();
        many = name(firstName, many);
        skipSpace();
        expect(':');
        skipSpace();
        value();
      } while (continues('}'));
    }
    remembered -= many == null ? 0 : many.size();
    nameCount = firstName;
    depth--;
  }

  private void array() {
    enter();
    if (!closes(']')) {
      do {
        skipSpace();
        value();
      } while (continues(']'));
    }
    depth--;
  }

  private void enter() {
    at++;
    if (++depth > limits.depth()) {
      throw new MalformedMessage(
          Kind.TOO_DEEP, "The body is nested deeper than " + limits.depth() + " levels.");
    }
  }

  private boolean closes(char bracket) {
    skipSpace();
    if (peek() != bracket) {
      return false;
    }
    at++;
    return true;
  }

  private boolean continues(char bracket) {
    skipSpace();
    int next = peek();
    if (next != ',' && next != bracket) {
      throw unexpected();
    }
    at++;
    return next == ',';
  }

  private @Nullable Set<String> name(int firstName, @Nullable Set<String> many) {
    if (peek() != '"') {
      throw unexpected();
    }
    int from = at + 1;
    boolean escaped = string();
    int to = at - 1;
    if (many != null) {
      remember(many, from, to);
      return many;
    }
    for (int i = firstName; i < nameCount; i += 2) {
      if (same(names[i], names[i + 1], from, escaped ? -to : to)) {
        throw duplicate(from, to);
      }
    }
    push(from, escaped ? -to : to);
    return (nameCount - firstName) / 2 < FEW_NAMES ? null : remembered(firstName);
  }

  private Set<String> remembered(int firstName) {
    Set<String> many = new HashSet<>();
    for (int i = firstName; i < nameCount; i += 2) {
      remember(many, names[i], Math.abs(names[i + 1]));
    }
    nameCount = firstName;
    return many;
  }

  private void remember(Set<String> many, int from, int to) {
    if (++remembered > REMEMBERED_NAMES) {
      throw new MalformedMessage(
          Kind.TOO_LARGE, "The body has objects of more than " + REMEMBERED_NAMES + " members.");
    }
    if (!many.add(JsonText.unescape(json, from, to))) {
      throw duplicate(from, to);
    }
  }

  /** Ends are negative where the name has an escape, so that the spelling does not matter. */
  private boolean same(int from, int to, int otherFrom, int otherTo) {
    if (to > 0 && otherTo > 0) {
      return Arrays.equals(json, from, to, json, otherFrom, otherTo);
    }
    return JsonText.unescape(json, from, Math.abs(to))
        .equals(JsonText.unescape(json, otherFrom, Math.abs(otherTo)));
  }

  private void push(int from, int to) {
    if (nameCount == names.length) {
      names = Arrays.copyOf(names, 2 * nameCount);
    }
    names[nameCount++] = from;
    names[nameCount++] = to;
  }

  /** Passes a string; true when it has an escape. */
  private boolean string() {
    boolean escaped = false;
    at++;
    while (true) {
      int i = at;
      while (i < end && json[i] >= 0x20 && json[i] != '"' && json[i] != '\\') {
        i++;
      }
      at = i;
      int next = peek();
      if (next == '"') {
        at++;
        return escaped;
      } else if (next == '\\') {
        escaped = true;
        escape();
      } else if (next < 0) {
        at = Utf8.next(json, at, end);
        if (at < 0) {
          at = i;
          throw notJson("invalid UTF-8");
        }
      } else {
        throw notJson("a control character in a string");
      }
    }
  }

  private void escape() {
    at++;
    int kind = peek();
    at++;
    if (kind == 'u') {
      unicodeEscape();
    } else if ("\"\\/bfnrt".indexOf(kind) < 0) {
      at--;
      throw notJson("an unknown escape");
    }
  }

  private void unicodeEscape() {
    char unit = hexUnit();
    if (limits.surrogates() == Surrogates.ANY_ESCAPED || !Character.isSurrogate(unit)) {
      return;
    }
    boolean followed = at + 6 <= end && json[at] == '\\' && json[at + 1] == 'u';
    if (Character.isHighSurrogate(unit) && followed) {
      at += 2;
      if (Character.isLowSurrogate(hexUnit())) {
        return;
      }
    }
    throw notJson("a lone surrogate");
  }

  private char hexUnit() {
    int unit = 0;
    for (int stop = at + 4; at < stop; at++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw notJson("an unknown escape");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private void number() {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < end && json[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (json[at] | 0x20) == 'e') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int from = at;
    while (at < end && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw unexpected();
    }
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected();
    }
    at++;
  }

  private int peek() {
    if (at >= end) {
      throw notJson("it ends too early");
    }
    return json[at];
  }

  private void skipSpace() {
    at = JsonText.pastSpace(json, at, end);
  }

  private MalformedMessage unexpected() {
    return at < end ? notJson("an unexpected character") : notJson("it ends too early");
  }

  private MalformedMessage notJson(String what) {
    return new MalformedMessage(
        Kind.NOT_JSON, "The body is not JSON: " + what + " at byte " + at + ".");
  }

  private MalformedMessage duplicate(int from, int to) {
    String name = new String(json, from, Math.min(to - from, 64), StandardCharsets.UTF_8);
    return new MalformedMessage(
        Kind.DUPLICATE_NAME, "The name \"" + name + "\" is given twice in one object.");
  }

  /** What is taken: how many bytes, how many levels of nesting, which surrogate escapes. */
  public record Limits(int bytes, int depth, Surrogates surrogates) {

    /** For what agents send. */
    public static final Limits REQUEST = new Limits(4 << 20, 64, Surrogates.PAIRED);

    /**
     * For what upstream servers answer: larger, and with the halves of characters that a tool left
     * when it cut a text short.
     */
    public static final Limits ANSWER = new Limits(32 << 20, 512, Surrogates.ANY_ESCAPED);

    public Limits withBytes(int bytes) {
      return new Limits(bytes, depth, surrogates);
    }
  }

  /** Whether {@code \ud83d} may stand alone. */
  public enum Surrogates {
    PAIRED,
    ANY_ESCAPED
  }
}
