package ai.preloop.activities.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value inside bytes that {@link StrictJson} has read; a view, so the bytes never change. */
public final class JsonSlice {

  private final byte[] json;
  private final int from;
  private final int to;

  /** A view of a whole value that is known to be well-formed, without space around it. */
  public static JsonSlice of(byte[] json) {
    return new JsonSlice(json, 0, json.length);
  }

  public JsonSlice(byte[] json, int from, int to) {
    this.json = json;
    this.from = from;
    this.to = to;
  }

  /** The bytes that this is a view of; not a copy, and not to be written to. */
  public byte[] array() {
    return json;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  public int length() {
    return to - from;
  }

  /** The same value in bytes of its own, for whoever keeps it longer than what it was read from. */
  public JsonSlice detached() {
    return of(toBytes());
  }

  public byte[] toBytes() {
    return Arrays.copyOfRange(json, from, to);
  }

  public JsonType type() {
    return switch (json[from]) {
      case '{' -> JsonType.OBJECT;
      case '[' -> JsonType.ARRAY;
      case '"' -> JsonType.STRING;
      case 't', 'f' -> JsonType.BOOLEAN;
      case 'n' -> JsonType.NULL;
      default -> JsonType.NUMBER;
    };
  }

  public boolean is(JsonType type) {
    return type() == type;
  }

  public boolean isTrue() {
    return json[from] == 't';
  }

  /** What the string says; for a value of another type, null. */
  public @Nullable String text() {
    return is(JsonType.STRING) ? JsonText.unescape(json, from + 1, to - 1) : null;
  }

  /** The value of an object's member; null when there is none, or when this is no object. */
  public @Nullable JsonSlice member(String name) {
    return pick(name)[0];
  }

  /** The values of some members in one pass, in the order asked for. */
  public @Nullable JsonSlice[] pick(String... wanted) {
    @Nullable JsonSlice[] found = new @Nullable JsonSlice[wanted.length];
    MemberCursor member = new MemberCursor(this);
    while (member.advance()) {
      for (int i = 0; i < wanted.length; i++) {
        if (member.isNamed(wanted[i])) {
          found[i] = member.value();
        }
      }
    }
    return found;
  }

  /** The members of an object in their order; none when this is no object. */
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    MemberCursor member = new MemberCursor(this);
    while (member.advance()) {
      members.add(new Member(member.name(), member.value()));
    }
    return members;
  }

  /** The elements of an array; none when this is no array. */
  public List<JsonSlice> elements() {
    List<JsonSlice> elements = new ArrayList<>();
    if (is(JsonType.ARRAY)) {
      int at = JsonText.pastSpace(json, from + 1, to);
      while (json[at] != ']') {
        JsonSlice element = new JsonSlice(json, at, JsonText.endOfValue(json, at));
        elements.add(element);
        at = JsonText.pastSpace(json, element.to, to);
        at = json[at] == ',' ? JsonText.pastSpace(json, at + 1, to) : at;
      }
    }
    return elements;
  }

  /** This object with a member in place of its own of that name, or as its last. */
  public JsonSlice with(String name, JsonSlice value) {
    JsonSlice there = member(name);
    if (there != null) {
      return of(new Splice(this).replace(there, value).bytes());
    }
    boolean isFirst = !new MemberCursor(this).advance();
    byte[] added =
        ((isFirst ? "" : ",") + JsonText.quote(name) + ":" + value + "}").getBytes(UTF_8);
    return of(new Splice(this).replace(new JsonSlice(json, to - 1, to), added).bytes());
  }

  /** This object without one member; every other byte stays as it is. */
  public JsonSlice without(String name) {
    MemberCursor member = new MemberCursor(this);
    while (member.advance()) {
      if (member.isNamed(name)) {
        byte[] left = new Splice(this).remove(member.removalFrom(), member.removalTo()).bytes();
        return new JsonSlice(left, 0, left.length);
      }
    }
    return this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonSlice that
        && Arrays.equals(json, from, to, that.json, that.from, that.to);
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** The bytes as they are, decoded. */
  @Override
  public String toString() {
    return new String(json, from, to - from, UTF_8);
  }

  /** A member of an object; the name without its escapes. */
  public record Member(String name, JsonSlice value) {}
}
