package ai.preloop.activities.pages;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;

/** Where a page ended: at an instant, and at a key among those of that instant. */
public record Position<K>(Instant at, K key) {

  /** What a cursor says, whose key is read so; INVALID_REQUEST for one that no page gave. */
  static <K> Position<K> parse(String cursor, Function<String, K> key) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ", 2);
      return new Position<>(Instant.parse(parts[0]), key.apply(parts[parts.length - 1]));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ProblemException(
              ProblemType.INVALID_REQUEST, "The cursor is not one that an earlier page gave.")
          .causedBy(e);
    }
  }

  String opaque() {
    byte[] bytes = (at + " " + key).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
