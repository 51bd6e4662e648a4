package ai.preloop.activities.upstream;

import ai.preloop.policies.redaction.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the first lines of what a program says of itself into the log, and reads on to its end. */
final class StandardError implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(StandardError.class);
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 500;

  private final String name;
  private final InputStream in;
  private final byte[] line = new byte[LONGEST_LINE];
  private int length;
  private int lines;

  StandardError(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[4096];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read && lines <= MOST_LINES; i++) {
          take(buffer[i]);
        }
      }
    } catch (IOException e) {
      // It ended; how is said by its output.
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
    String text = new String(line, 0, length, StandardCharsets.UTF_8).strip();
    length = 0;
    lines++;
    if (lines <= MOST_LINES) {
      LOG.info("{} says: {}", name, Redaction.redactText(text.replaceAll("\\p{Cntrl}", " ")));
    } else {
      LOG.info("{} says more, which is left out", name);
    }
  }
}
