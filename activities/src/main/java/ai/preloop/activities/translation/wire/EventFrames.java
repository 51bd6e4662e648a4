package ai.preloop.activities.translation.wire;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The data of server-sent events (WHATWG HTML, section 9.2.6), however the bytes are cut. */
public final class EventFrames {

  /** An event of this size is no piece of an answer; providers take requests no larger. */
  static final int LARGEST = 32 << 20;

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean afterReturn;
  private boolean begun;

  /**
   * Gives out the data of each event whose empty line has come; UPSTREAM_FAILED where an event has
   * no end.
   */
  public void feed(byte[] chunk, int from, int to, Consumer<String> events) {
    for (int i = from; i < to; i++) {
      byte next = chunk[i];
      if (next == '\n' && afterReturn) {
        afterReturn = false;
      } else if (next == '\n' || next == '\r') {
        afterReturn = next == '\r';
        endLine(events);
      } else {
        afterReturn = false;
        line.write(next);
      }
    }
    if (line.size() + data.length() > LARGEST) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED, "The provider's stream has an event without an end.");
    }
  }

  /** Gives out what came without the empty line, as some servers end. */
  public void end(Consumer<String> events) {
    endLine(events);
    dispatch(events);
  }

  private void endLine(Consumer<String> events) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (!begun) {
      begun = true;
      text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
    if (text.isEmpty()) {
      dispatch(events);
    } else if (text.startsWith("data:")) {
      data.append(text, text.startsWith("data: ") ? 6 : 5, text.length()).append('\n');
    }
  }

  private void dispatch(Consumer<String> events) {
    if (!data.isEmpty()) {
      String complete = data.substring(0, data.length() - 1);
      data.setLength(0);
      events.accept(complete);
    }
  }
}
