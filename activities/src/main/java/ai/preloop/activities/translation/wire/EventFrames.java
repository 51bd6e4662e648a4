package ai.preloop.activities.translation.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The data of server-sent events (WHATWG HTML, section 9.2.6), however the bytes are cut. */
public final class EventFrames {

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean afterReturn;

  /** Gives out the data of each event whose empty line has come. */
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
  }

  /** Gives out what came without the empty line, as some servers end. */
  public void end(Consumer<String> events) {
    endLine(events);
    dispatch(events);
  }

  private void endLine(Consumer<String> events) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
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
