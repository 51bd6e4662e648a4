package ai.preloop.activities.oauth;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Scopes as they are written, parted by spaces (RFC 6749, section 3.3). */
final class Scopes {

  private Scopes() {}

  static List<String> of(Optional<String> written) {
    return written.stream()
        .flatMap(text -> Stream.of(text.split(" ")))
        .filter(scope -> !scope.isEmpty())
        .distinct()
        .toList();
  }

  static List<String> union(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }
}
