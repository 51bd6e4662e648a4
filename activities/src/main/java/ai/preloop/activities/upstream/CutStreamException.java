package ai.preloop.activities.upstream;

import java.io.IOException;
import java.time.Duration;

/**
 * A stream broke off before the answer, or was let go by its server, and can be gone on with after
 * the event of this id (Streamable HTTP, Resumability and Redelivery).
 */
final class CutStreamException extends IOException {

  private static final long serialVersionUID = 1L;
  private static final Duration UNSAID = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final transient Deadline until;
  private final String lastId;
  private final Duration retry;
  private final IOException end;

  /** {@code until} is how long its request had. */
  CutStreamException(Deadline until, SseReader events, IOException end) {
    super("The stream broke off before the answer", end);
    Duration retry = events.retry();
    this.until = until;
    this.lastId = events.lastId();
    this.retry = retry == null ? UNSAID : retry.compareTo(LONGEST) < 0 ? retry : LONGEST;
    this.end = end;
  }

  Deadline until() {
    return until;
  }

  String lastId() {
    return lastId;
  }

  /** How long to wait before it is gone on with. */
  Duration retry() {
    return retry;
  }

  /** What it comes to where it is not gone on with. */
  IOException end() {
    return end;
  }
}
