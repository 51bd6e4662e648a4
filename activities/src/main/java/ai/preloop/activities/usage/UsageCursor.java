package ai.preloop.activities.usage;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The last call that was shown; {@code at} is text that PostgreSQL reads as an instant. */
record UsageCursor(String at, UUID id) {

  private static final UsageCursor START = new UsageCursor("infinity", new UUID(-1, -1));

  static UsageCursor after(RecordedCall call) {
    return new UsageCursor(call.startedAt().toString(), call.id());
  }

  static UsageCursor parse(@Nullable String opaque) {
    if (opaque == null) {
      return START;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(opaque);
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ", 2);
      return new UsageCursor(
          dated(Instant.parse(parts[0])).toString(), UUID.fromString(parts[parts.length - 1]));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ProblemException(
              ProblemType.INVALID_REQUEST, "The cursor is not one that an earlier page gave.")
          .causedBy(e);
    }
  }

  private static Instant dated(Instant at) {
    if (!UsageSpan.isDated(at)) {
      throw new DateTimeException("No call was made then");
    }
    return at;
  }

  String opaque() {
    byte[] bytes = (at + " " + id).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
