package ai.preloop.activities.upstream;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A stream broke off before the answer, or was let go by its server, and can be gone on with after
 * the event of this id (Streamable HTTP, Resumability and Redelivery).
 */
final class CutStreamException extends IOException {

  private static final long serialVersionUID = 1L;
  private static final Duration UNSAID = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final String lastId;
  private final Duration retry;
  private final IOException end;

  CutStreamException(String lastId, @Nullable Duration retry, IOException end) {
    super("The stream broke off before the answer", end);
    this.lastId = lastId;
    this.retry = retry == null ? UNSAID : retry.compareTo(LONGEST) < 0 ? retry : LONGEST;
    this.end = end;
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
