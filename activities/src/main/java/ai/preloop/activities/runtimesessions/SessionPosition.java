package ai.preloop.activities.runtimesessions;

import ai.preloop.activities.usage.UsageSpan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a page ended: at an instant, and at an id among those of that instant. */
record SessionPosition(Instant at, String id) {

  /** The id as those of calls and records are; INVALID_REQUEST where it is that of a session. */
  UUID uuid() {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw notGiven().causedBy(e);
    }
  }

  private static ProblemException notGiven() {
    return new ProblemException(
        ProblemType.INVALID_REQUEST, "The cursor is not one that an earlier page gave.");
  }

  static @Nullable SessionPosition parse(@Nullable String opaque) {
    if (opaque == null) {
      return null;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(opaque);
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ", 2);
      return new SessionPosition(dated(Instant.parse(parts[0])), parts[parts.length - 1]);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw notGiven().causedBy(e);
    }
  }

  private static Instant dated(Instant at) {
    if (!UsageSpan.isDated(at)) {
      throw new DateTimeException("Nothing happened then");
    }
    return at;
  }

  String opaque() {
    byte[] bytes = (at + " " + id).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
