package ai.preloop.activities.json;

import ai.preloop.activities.json.MalformedMessage.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of the objects that are open, to know one that comes twice. */
final class MemberNames {

  /** Up to here names are compared one by one; beyond, a set remembers them. */
  private static final int FEW = 16;

  /** What the sets of one document may hold at once: a bound on memory, not on documents. */
  private static final int REMEMBERED = 1 << 16;

  private final byte[] json;
  private int[] names = new int[64];
  private int count;
  private int remembered;

  MemberNames(byte[] json) {
    this.json = json;
  }

  /** Where the names of an object that opens now begin. */
  int open() {
    return count;
  }

  /** Forgets the names of the object that began there; {@code many} is its set, if it has one. */
  void close(int first, @Nullable Set<String> many) {
    remembered -= many == null ? 0 : many.size();
    count = first;
  }

  /**
   * Takes one more name of the innermost object, and answers the set that its names are in. The end
   * of a name that has an escape is negative, so that the spelling does not matter.
   */
  @Nullable Set<String> add(int first, @Nullable Set<String> many, int from, int to) {
    if (many != null) {
      remember(many, from, Math.abs(to));
      return many;
    }
    for (int i = first; i < count; i += 2) {
      if (same(names[i], names[i + 1], from, to)) {
        throw duplicate(from, Math.abs(to));
      }
    }
    push(from, to);
    return (count - first) / 2 < FEW ? null : moved(first);
  }

  private Set<String> moved(int first) {
    Set<String> many = new HashSet<>();
    for (int i = first; i < count; i += 2) {
      remember(many, names[i], Math.abs(names[i + 1]));
    }
    count = first;
    return many;
  }

  private void remember(Set<String> many, int from, int to) {
    if (++remembered > REMEMBERED) {
      throw new MalformedMessage(
          Kind.TOO_LARGE, "The body has objects of more than " + REMEMBERED + " members.");
    }
    if (!many.add(JsonText.unescape(json, from, to))) {
      throw duplicate(from, to);
    }
  }

  private boolean same(int from, int to, int otherFrom, int otherTo) {
    if (to > 0 && otherTo > 0) {
      return Arrays.equals(json, from, to, json, otherFrom, otherTo);
    }
    return JsonText.unescape(json, from, Math.abs(to))
        .equals(JsonText.unescape(json, otherFrom, Math.abs(otherTo)));
  }

  private void push(int from, int to) {
    if (count == names.length) {
      names = Arrays.copyOf(names, 2 * count);
    }
    names[count++] = from;
    names[count++] = to;
  }

  private MalformedMessage duplicate(int from, int to) {
    String name = new String(json, from, Math.min(to - from, 64), StandardCharsets.UTF_8);
    return new MalformedMessage(
        Kind.DUPLICATE_NAME, "The name \"" + name + "\" is given twice in one object.");
  }
}
