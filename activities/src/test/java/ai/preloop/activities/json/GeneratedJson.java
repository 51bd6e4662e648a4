package ai.preloop.activities.json;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Valid documents by chance: spaces, escapes, all sorts of numbers and characters. */
final class GeneratedJson {

  private static final String[] NUMBERS = {
    "0", "-0", "1.0", "1", "-12.50", "1e3", "1E-2", "9007199254740993", "0.1000"
  };
  private static final String[] PIECES = {
    "a", "\\n", "\\u0041", "\u00e9", "\\ud83d\\ude00", "\ud83d\ude00", "\\\"", "\\/", " ", "\u4e2d"
  };
  private static final byte[] DAMAGE =
      "{}[]\",:\\0eE-+.tfn \n\u0000x".getBytes(StandardCharsets.UTF_8);

  private final SplittableRandom random;

  GeneratedJson(SplittableRandom random) {
    this.random = random;
  }

  String document() {
    StringBuilder json = new StringBuilder();
    value(json, 0);
    return json.toString();
  }

  byte byteToDamageWith() {
    int choice = random.nextInt(DAMAGE.length + 2);
    return choice < DAMAGE.length ? DAMAGE[choice] : (byte) random.nextInt(256);
  }

  private void value(StringBuilder json, int depth) {
    space(json);
    switch (random.nextInt(depth > 5 ? 4 : 8)) {
      case 0 -> json.append(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 1, 2 -> string(json, "");
      case 3 -> json.append(random.nextInt(3) == 0 ? "null" : random.nextInt(2) == 0);
      case 4 -> array(json, depth);
      default -> object(json, depth);
    }
    space(json);
  }

  private void object(StringBuilder json, int depth) {
    json.append('{');
    int members = random.nextInt(random.nextInt(10) == 0 ? 30 : 5);
    for (int i = 0; i < members; i++) {
      json.append(i == 0 ? "" : ",");
      space(json);
      string(json, i + "-");
      space(json);
      json.append(':');
      value(json, depth + 1);
    }
    space(json);
    json.append('}');
  }

  private void array(StringBuilder json, int depth) {
    json.append('[');
    int elements = random.nextInt(4);
    for (int i = 0; i < elements; i++) {
      json.append(i == 0 ? "" : ",");
      value(json, depth + 1);
    }
    space(json);
    json.append(']');
  }

  private void string(StringBuilder json, String start) {
    json.append('"').append(start);
    for (int i = random.nextInt(6); i > 0; i--) {
      json.append(PIECES[random.nextInt(PIECES.length)]);
    }
    json.append('"');
  }

  private void space(StringBuilder json) {
    if (random.nextInt(6) == 0) {
      json.append(" \n\r\t".charAt(random.nextInt(4)));
    }
  }
}
