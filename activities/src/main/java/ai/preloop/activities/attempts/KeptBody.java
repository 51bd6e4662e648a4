package ai.preloop.activities.attempts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** What a provider says of why it refuses, kept until it is known whether another target serves. */
final class KeptBody {

  private static final int MOST_BYTES = 1 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private KeptBody() {}

  /** As much of it as came in time; {@code cut} ends a body that trickles. */
  static byte[] of(InputStream body, Runnable cut) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    Thread alarm =
        Thread.startVirtualThread(() -> {
          try {
            Thread.sleep(LONGEST);
            cut.run();
          } catch (InterruptedException e) {
            // It came in time.
          }
        });
    try {
      kept.writeBytes(body.readNBytes(MOST_BYTES));
    } catch (IOException e) {
      // Its status and headers say enough.
    } finally {
      alarm.interrupt();
    }
    return kept.toByteArray();
  }
}
