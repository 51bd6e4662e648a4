package ai.preloop.activities.oauth;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Scopes as they are written, parted by spaces (RFC 6749, section 3.3). */
final class Scopes {

  private static final int MOST = 50;
  private static final int MOST_CHARACTERS = 2_000;

  private Scopes() {}

  static List<String> of(Optional<String> written) {
    return written.stream()
        .flatMap(text -> Stream.of(text.split(" ")))
        .filter(scope -> !scope.isEmpty())
        .distinct()
        .toList();
  }

  /** As many of them, from the first on, as are kept and asked for at once. */
  static List<String> bounded(List<String> scopes) {
    int length = 0;
    int count = 0;
    while (count < Math.min(scopes.size(), MOST)
        && length + scopes.get(count).length() <= MOST_CHARACTERS) {
      length += scopes.get(count).length() + 1;
      count++;
    }
    return List.copyOf(scopes.subList(0, count));
  }

  static List<String> union(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }
}
