package ai.preloop.activities.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of server-sent events and their names (WHATWG HTML, section 9.2), and by what a
 * stream that breaks off can be gone on with; comments mean nothing here.
 */
final class SseReader {

  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final byte[] ID = {'i', 'd'};
  private static final byte[] RETRY = {'r', 'e', 't', 'r', 'y'};
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final Intake intake;
  private final byte[] buffer = new byte[8192];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private String name = "";
  private String lastId = "";
  private @Nullable Duration retry;
  private int at;
  private int filled;
  private boolean afterReturn;
  private boolean atStart = true;

  /** {@code limit} is how many bytes the whole stream may have; {@code room} is for what it has. */
  SseReader(InputStream in, int limit, ResultRoom.Claim room) {
    this(in, new Intake(limit, () -> room));
  }

  /** For a stream of which whoever reads it passes each event on, or drops it. */
  SseReader(InputStream in, Intake intake) {
    this.in = in;
    this.intake = intake;
  }

  /** What the event that was read last is called; empty where it has no name. */
  String name() {
    return name;
  }

  /** The id that the stream gave last; empty while it has given none. */
  String lastId() {
    return lastId;
  }

  /** How long to wait before a stream that broke off is gone on with; null where it is not said. */
  @Nullable Duration retry() {
    return retry;
  }

  /** The data of the next event that has any; null at the end of the stream. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    name = "";
    for (byte[] line = line(); line != null; line = line()) {
      if (line.length > 0) {
        addField(line, data);
      } else if (data.size() > 1) {
        return Arrays.copyOf(data.toByteArray(), data.size() - 1);
      } else {
        data.reset();
        name = "";
      }
    }
    return null;
  }

  /** Adds the value of a data field and a line feed, the last of which does not count. */
  private void addField(byte[] line, ByteArrayOutputStream data) {
    int colon = 0;
    while (colon < line.length && line[colon] != ':') {
      colon++;
    }
    int from = Math.min(colon + 1, line.length);
    from += from < line.length && line[from] == ' ' ? 1 : 0;
    if (Arrays.equals(line, 0, colon, DATA, 0, DATA.length)) {
      data.write(line, from, line.length - from);
      data.write('\n');
    } else if (Arrays.equals(line, 0, colon, EVENT, 0, EVENT.length)) {
      name = new String(line, from, line.length - from, StandardCharsets.UTF_8);
    } else if (Arrays.equals(line, 0, colon, ID, 0, ID.length)) {
      lastId = new String(line, from, line.length - from, StandardCharsets.UTF_8);
    } else if (Arrays.equals(line, 0, colon, RETRY, 0, RETRY.length)) {
      retry = millis(new String(line, from, line.length - from, StandardCharsets.UTF_8), retry);
    }
  }

  private static @Nullable Duration millis(String digits, @Nullable Duration otherwise) {
    try {
      return Duration.ofMillis(Math.clamp(Long.parseLong(digits), 0, Integer.MAX_VALUE));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** A line without its end, which is LF, CR or both; null where the stream ends. */
  private byte @Nullable [] line() throws IOException {
    line.reset();
    while (true) {
      if (at == filled && !fill()) {
        return null;
      }
      if (afterReturn && buffer[at] == '\n') {
        at++;
        afterReturn = false;
        continue;
      }
      afterReturn = false;
      int end = at;
      while (end < filled && buffer[end] != '\n' && buffer[end] != '\r') {
        end++;
      }
      line.write(buffer, at, end - at);
      at = end;
      if (end < filled) {
        afterReturn = buffer[at++] == '\r';
        return line.size() == 0 ? NOTHING : withoutMark(line.toByteArray());
      }
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(buffer));
    intake.add(filled);
    return filled > 0;
  }

  private byte[] withoutMark(byte[] line) {
    boolean marked = atStart && line.length >= 3 && Arrays.equals(line, 0, 3, MARK, 0, 3);
    atStart = false;
    return marked ? Arrays.copyOfRange(line, 3, line.length) : line;
  }
}
