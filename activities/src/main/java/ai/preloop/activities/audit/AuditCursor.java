package ai.preloop.activities.audit;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The last record that was shown; {@code at} is text that PostgreSQL reads as an instant. */
record AuditCursor(String at, long seq) {

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
  private static final AuditCursor START = new AuditCursor("infinity", Long.MAX_VALUE);

  static AuditCursor after(ChainedRecord record) {
    return new AuditCursor(record.record().at().toString(), record.seq());
  }

  static AuditCursor parse(@Nullable String opaque) {
    if (opaque == null) {
      return START;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(opaque);
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ", 2);
      return new AuditCursor(
          timestamp(Instant.parse(parts[0]), "infinity"), Long.parseLong(parts[parts.length - 1]));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ProblemException(
              ProblemType.INVALID_REQUEST, "The cursor is not one that an earlier page gave.")
          .causedBy(e);
    }
  }

  /** The instant as PostgreSQL reads it, or the given bound when there is none that it can read. */
  static String timestamp(@Nullable Instant instant, String bound) {
    if (instant == null) {
      return bound;
    }
    if (instant.isBefore(EARLIEST)) {
      return "-infinity";
    }
    return instant.isBefore(LATEST) ? instant.toString() : "infinity";
  }

  String opaque() {
    byte[] bytes = (at + " " + seq).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
