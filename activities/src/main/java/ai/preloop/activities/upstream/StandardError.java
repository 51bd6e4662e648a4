package ai.preloop.activities.upstream;

import ai.preloop.policies.redaction.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the first lines of what a program says of itself into the log, and reads on to its end. */
final class StandardError implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(StandardError.class);
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 500;
  private static final Duration LAST_WITHIN = Duration.ofMillis(500);

  private final String name;
  private final InputStream in;
  private final ConfiguredValues values;
  private final CountDownLatch over = new CountDownLatch(1);
  private final byte[] line = new byte[LONGEST_LINE];
  private int length;
  private int lines;
  private volatile String last = "";

  StandardError(String name, InputStream in, ConfiguredValues values) {
    this.name = name;
    this.in = in;
    this.values = values;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[4096];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          take(buffer[i]);
        }
      }
    } catch (IOException e) {
      // It ended; how is said by its output.
    } finally {
      over.countDown();
    }
  }

  /** The last line that it said, once it has ended; empty where there is none, or it goes on. */
  String last() {
    try {
      return over.await(LAST_WITHIN.toMillis(), TimeUnit.MILLISECONDS) ? last : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private void take(byte next) {
    if (next != '\n') {
      if (length < LONGEST_LINE) {
        line[length++] = next;
      }
    } else {
      say();
    }
  }

  private void say() {
    String said = new String(line, 0, length, StandardCharsets.UTF_8).strip();
    String shown = length < LONGEST_LINE ? values.hiddenIn(said) : values.hiddenInCut(said);
    String text = Redaction.redactText(shown.replaceAll("\\p{Cntrl}", " "));
    length = 0;
    last = text.isEmpty() ? last : text;
    lines = Math.min(lines + 1, MOST_LINES + 2);
    if (lines <= MOST_LINES) {
      LOG.info("{} says: {}", name, text);
    } else if (lines == MOST_LINES + 1) {
      LOG.info("{} says more, which is left out", name);
    }
  }
}
