package ai.preloop.activities.pages;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How much of a list, and from where: what an earlier page gave, or null for its beginning. */
public record Part(int limit, @Nullable String cursor) {

  /** How much a page has at most. */
  public static final int MOST = 1_000;

  public Part {
    requireLimit(limit, MOST);
  }

  /** UNPROCESSABLE for a limit that is none, or more than so many. */
  public static void requireLimit(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw unprocessable("A limit is between 1 and %d.".formatted(most));
    }
  }

  /** What it begins behind; the key is read so. INVALID_REQUEST where no page gave the cursor. */
  public <K> Position<K> after(Position<K> beginning, Function<String, K> key) {
    return cursor == null ? beginning : Position.parse(cursor, key);
  }
}
