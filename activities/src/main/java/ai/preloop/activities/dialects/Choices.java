package ai.preloop.activities.dialects;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looks for choices in a chunk of chat completions that is not whole yet. */
final class Choices {

  private static final byte[] NAME = "\"choices\"".getBytes(StandardCharsets.US_ASCII);

  private Choices() {}

  /** Whether there is a first choice, so that the chunk is not one of usage alone. */
  static boolean areBegun(byte[] chunk, int from, int to) {
    for (int i = from; i <= to - NAME.length; i++) {
      if (chunk[i] == '"'
          && Arrays.equals(chunk, i, i + NAME.length, NAME, 0, NAME.length)
          && holdOne(chunk, i + NAME.length, to)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdOne(byte[] chunk, int from, int to) {
    int colon = pastSpace(chunk, from, to);
    if (colon == to || chunk[colon] != ':') {
      return false;
    }
    int bracket = pastSpace(chunk, colon + 1, to);
    if (bracket == to || chunk[bracket] != '[') {
      return false;
    }
    int first = pastSpace(chunk, bracket + 1, to);
    return first < to && chunk[first] == '{';
  }

  private static int pastSpace(byte[] chunk, int from, int to) {
    int i = from;
    while (i < to && chunk[i] == ' ') {
      i++;
    }
    return i;
  }
}
