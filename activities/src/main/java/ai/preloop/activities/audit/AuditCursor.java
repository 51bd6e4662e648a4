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
          Instant.parse(parts[0]).toString(), Long.parseLong(parts[parts.length - 1]));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ProblemException(
              ProblemType.INVALID_REQUEST, "The cursor is not one that an earlier page gave.")
          .causedBy(e);
    }
  }

  String opaque() {
    byte[] bytes = (at + " " + seq).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
