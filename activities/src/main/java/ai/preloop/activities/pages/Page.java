package ai.preloop.activities.pages;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A part of a list; {@code nextCursor} gets what follows it and is null at the end. */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  public Page {
    items = List.copyOf(items);
  }

  /** What was asked for of what was read, where one more than that says that there are more. */
  public static <T> Page<T> of(Part part, List<T> read, Function<T, Position<?>> position) {
    if (read.size() <= part.limit()) {
      return new Page<>(read, null);
    }
    List<T> shown = read.subList(0, part.limit());
    return new Page<>(shown, position.apply(shown.getLast()).opaque());
  }
}
