package ai.preloop.activities.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of server-sent events (WHATWG HTML, section 9.2), and nothing else of them: names,
 * ids and comments mean nothing in a response to a POST.
 */
final class SseReader {

  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private static final byte[] NOTHING = {};
  private static final int SMALL = 1 << 20;

  private final InputStream in;
  private final int limit;
  private final ResultRoom.@Nullable Claim room;
  private final byte[] buffer = new byte[8192];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private int at;
  private int filled;
  private int taken;
  private boolean afterReturn;
  private boolean atStart = true;

  /** {@code limit} is how many bytes the whole stream may have; {@code room} is for what it has. */
  SseReader(InputStream in, int limit, ResultRoom.@Nullable Claim room) {
    this.in = in;
    this.limit = limit;
    this.room = room;
  }

  /** A stream that may last, none of whose events is large. */
  static SseReader ofSmallEvents(InputStream in) {
    return new SseReader(in, SMALL, null);
  }

  /** The data of the next event that has any; null at the end of the stream. */
  byte @Nullable [] next() throws IOException {
    if (room == null) {
      taken = filled - at;
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (byte[] line = line(); line != null; line = line()) {
      if (line.length > 0) {
        addData(line, data);
      } else if (data.size() > 1) {
        return Arrays.copyOf(data.toByteArray(), data.size() - 1);
      } else {
        data.reset();
      }
    }
    return null;
  }

  /** Adds the value of a data field and a line feed, the last of which does not count. */
  private static void addData(byte[] line, ByteArrayOutputStream data) {
    int colon = 0;
    while (colon < line.length && line[colon] != ':') {
      colon++;
    }
    if (Arrays.equals(line, 0, colon, DATA, 0, DATA.length)) {
      int from = Math.min(colon + 1, line.length);
      from += from < line.length && line[from] == ' ' ? 1 : 0;
      data.write(line, from, line.length - from);
      data.write('\n');
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
    taken += filled;
    if (taken > limit) {
      throw UnreadableAnswer.tooLarge(limit);
    }
    if (room != null) {
      room.grow(taken);
    }
    return filled > 0;
  }

  private byte[] withoutMark(byte[] line) {
    boolean marked = atStart && line.length >= 3 && Arrays.equals(line, 0, 3, MARK, 0, 3);
    atStart = false;
    return marked ? Arrays.copyOfRange(line, 3, line.length) : line;
  }
}
