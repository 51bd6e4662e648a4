package ai.preloop.activities.dialects;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The event's name and the data of one SSE frame (WHATWG HTML, section 9.2.6). */
final class SseFrame {

  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private String event = "";
  private byte[] array;
  private int from;
  private int to;
  private int dataLines;

  /** Views the bytes, unless the data has more than one line. */
  SseFrame(byte[] array, int from, int to) {
    this.array = array;
    this.from = from;
    this.to = from;
    ByteArrayOutputStream lines = new ByteArrayOutputStream(0);
    int at = startsWith(array, from, to, BYTE_ORDER_MARK) ? from + 3 : from;
    while (at < to) {
      int end = endOfLine(array, at, to);
      if (isField(array, at, end, EVENT)) {
        int value = valueOf(array, at + EVENT.length, end);
        event = new String(array, value, end - value, StandardCharsets.UTF_8);
      } else if (isField(array, at, end, DATA)) {
        data(valueOf(array, at + DATA.length, end), end, lines);
      }
      at = end + 1;
    }
    join(lines);
  }

  private void data(int value, int end, ByteArrayOutputStream lines) {
    if (dataLines++ > 0) {
      if (dataLines == 2) {
        lines.write(array, from, to - from);
      }
      lines.write('\n');
      lines.write(array, value, end - value);
    } else {
      from = value;
      to = end;
    }
  }

  private void join(ByteArrayOutputStream lines) {
    if (dataLines > 1) {
      array = lines.toByteArray();
      from = 0;
      to = array.length;
    }
  }

  private static int endOfLine(byte[] array, int from, int to) {
    int i = from;
    while (i < to && array[i] != '\n' && array[i] != '\r') {
      i++;
    }
    return i;
  }

  private static boolean startsWith(byte[] array, int from, int to, byte[] start) {
    return to - from >= start.length
        && Arrays.equals(array, from, from + start.length, start, 0, start.length);
  }

  private static boolean isField(byte[] array, int from, int end, byte[] name) {
    int after = from + name.length;
    return startsWith(array, from, end, name) && (after == end || array[after] == ':');
  }

  /** After the colon, and one space. */
  private static int valueOf(byte[] array, int colon, int end) {
    int value = Math.min(colon + 1, end);
    return value < end && array[value] == ' ' ? value + 1 : value;
  }

  String event() {
    return event;
  }

  byte[] array() {
    return array;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  boolean isDone() {
    return to - from == DONE.length && startsWith(array, from, to, DONE);
  }
}
