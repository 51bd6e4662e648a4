package ai.preloop.activities.attempts;

import ai.preloop.activities.upstream.WebCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** What a provider says of why it refuses, kept until it is known whether another target serves. */
final class KeptBody {

  private static final int MOST_BYTES = 1 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private KeptBody() {}

  /** As much of it as came in time; a call whose body trickles is ended. */
  static byte[] of(InputStream body, WebCall call) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    try (WebCall.Alarm _ = call.abortAfter(LONGEST)) {
      kept.writeBytes(body.readNBytes(MOST_BYTES));
    } catch (IOException e) {
      // Its status and headers say enough.
    }
    return kept.toByteArray();
  }
}
