package ai.preloop.activities.dialects;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Whether a request may ask for its input to be cached for an hour, without reading it. */
final class AnHour {

  /**
   * All ways in which JSON writes the string of "1" and "h": as they are, or one of them escaped.
   */
  private static final List<byte[]> WRITTEN =
      Stream.of("\"1h\"", "\\u0031", "\\u0068").map(text -> text.getBytes(US_ASCII)).toList();

  private AnHour() {}

  static boolean mayBeAskedFor(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if ((json[i] == '"' || json[i] == '\\') && isAnyAt(json, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAnyAt(byte[] json, int at) {
    for (byte[] each : WRITTEN) {
      int end = at + each.length;
      if (end <= json.length && Arrays.equals(json, at, end, each, 0, each.length)) {
        return true;
      }
    }
    return false;
  }
}
