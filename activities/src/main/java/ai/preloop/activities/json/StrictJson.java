package ai.preloop.activities.json;

import ai.preloop.activities.json.MalformedMessage.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) so strictly that no other reader can see another document in the same
 * bytes: valid UTF-8, no name twice in an object, nothing after the value, no lone surrogate.
 */
public final class StrictJson {

  private final byte[] json;
  private final JsonTokens tokens;
  private final MemberNames names;
  private final int deepest;
  private int depth;

  private StrictJson(byte[] json, int from, int to, Limits limits) {
    this.json = json;
    this.tokens = new JsonTokens(json, from, to, limits.surrogates());
    this.names = new MemberNames(json);
    this.deepest = limits.depth();
  }

  /** The one value that the bytes hold; {@link MalformedMessage} when they are not taken. */
  public static JsonSlice read(byte[] json, Limits limits) {
    return read(json, 0, json.length, limits);
  }

  /**
   * The one value that a part of the bytes holds; a view of them, so not to be kept beyond them.
   */
  public static JsonSlice read(byte[] json, int from, int to, Limits limits) {
    if (to - from > limits.bytes()) {
      throw new MalformedMessage(
          Kind.TOO_LARGE, "The body is larger than " + limits.bytes() + " bytes.");
    }
    return new StrictJson(json, from, to, limits).document();
  }

  private JsonSlice document() {
    tokens.skipSpace();
    int from = tokens.at();
    value();
    int to = tokens.at();
    tokens.skipSpace();
    if (!tokens.isAtEnd()) {
      throw tokens.notJson("there is more after the value");
    }
    return new JsonSlice(json, from, to);
  }

  private void value() {
    switch (tokens.peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> tokens.string();
      case 't' -> tokens.literal("true");
      case 'f' -> tokens.literal("false");
      case 'n' -> tokens.literal("null");
      default -> tokens.number();
    }
  }

  private void object() {
    enter();
    int first = names.open();
    Set<String> many = null;
    if (!closes('}')) {
      do {
        tokens.skipSpace();
        many = name(first, many);
        tokens.skipSpace();
        tokens.expect(':');
        tokens.skipSpace();
        value();
      } while (continues('}'));
    }
    names.close(first, many);
    depth--;
  }

  private @Nullable Set<String> name(int first, @Nullable Set<String> many) {
    if (tokens.peek() != '"') {
      throw tokens.unexpected();
    }
    int from = tokens.at() + 1;
    boolean escaped = tokens.string();
    int to = tokens.at() - 1;
    return names.add(first, many, from, escaped ? -to : to);
  }

  private void array() {
    enter();
    if (!closes(']')) {
      do {
        tokens.skipSpace();
        value();
      } while (continues(']'));
    }
    depth--;
  }

  private void enter() {
    tokens.pass();
    if (++depth > deepest) {
      throw new MalformedMessage(
          Kind.TOO_DEEP, "The body is nested deeper than " + deepest + " levels.");
    }
  }

  private boolean closes(char bracket) {
    tokens.skipSpace();
    if (tokens.peek() != bracket) {
      return false;
    }
    tokens.pass();
    return true;
  }

  private boolean continues(char bracket) {
    tokens.skipSpace();
    int next = tokens.peek();
    if (next != ',' && next != bracket) {
      throw tokens.unexpected();
    }
    tokens.pass();
    return next == ',';
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
