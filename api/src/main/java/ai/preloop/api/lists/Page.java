package ai.preloop.api.lists;

import ai.preloop.activities.pages.Part;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A part of a list; {@code nextCursor} gets what follows it and is null at the end. */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  private static final int LARGEST = 1_000;

  public Page {
    items = List.copyOf(items);
  }

  /** Maps each item, for the answer. */
  public <R> Page<R> map(Function<T, R> mapping) {
    return new Page<>(items.stream().map(mapping).toList(), nextCursor);
  }

  /** What was read of a list that is read a part at a time. */
  public static <T> Page<T> of(ai.preloop.activities.pages.Page<T> read) {
    return new Page<>(read.items(), read.nextCursor());
  }

  /** What is asked for, of a list that is in memory; {@code key} tells its items apart. */
  public static <T> Page<T> of(List<T> all, Asked asked, Function<T, String> key) {
    int from = asked.cursor == null ? 0 : after(all, read(asked.cursor), key);
    int to = Math.min(all.size(), from + asked.size());
    String next = to < all.size() ? written(key.apply(all.get(to - 1))) : null;
    return new Page<>(all.subList(from, to), next);
  }

  /**
   * The first so many of what was read, where one more than that says that there are more; {@code
   * cursor} is what the next page begins behind.
   */
  public static <T> Page<T> first(int size, List<T> read, Function<T, String> cursor) {
    List<T> shown = read.subList(0, Math.min(size, read.size()));
    return new Page<>(shown, read.size() > size ? cursor.apply(shown.getLast()) : null);
  }

  private static <T> int after(List<T> all, String last, Function<T, String> key) {
    return IntStream.range(0, all.size())
            .filter(index -> key.apply(all.get(index)).equals(last))
            .findFirst()
            .orElseThrow(Page::unknown)
        + 1;
  }

  private static String written(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static ProblemException unknown() {
    return new ProblemException(
        ProblemType.INVALID_REQUEST,
        "The cursor leads nowhere: what it stood at is gone. Begin the list anew.");
  }

  /** How much, and from where; both as they are in the query. */
  public record Asked(@Nullable Integer limit, @Nullable String cursor) {

    /** Of a list that is read a part at a time; so much where it is not said how much. */
    public Part part(int usual) {
      return new Part(limit == null ? usual : limit, cursor);
    }

    int size() {
      if (limit == null) {
        return LARGEST;
      }
      if (limit < 1 || limit > LARGEST) {
        throw new ProblemException(
            ProblemType.INVALID_REQUEST, "limit is a number from 1 to %d.".formatted(LARGEST));
      }
      return limit;
    }
  }
}
