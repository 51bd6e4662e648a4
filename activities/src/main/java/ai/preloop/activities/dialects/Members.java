package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members of objects under every spelling that a provider may take for them. */
final class Members {

  private Members() {}

  /**
   * The value of a member that the JSON of Protocol Buffers knows in lower camel case and under its
   * original name (ProtoJSON, field names); two values for one field are refused.
   */
  static @Nullable JsonSlice spelled(JsonSlice object, String camel) {
    String snake = snake(camel);
    @Nullable JsonSlice[] both = object.pick(camel, snake);
    if (both[0] != null && both[1] != null && !both[0].equals(both[1])) {
      throw Refusal.because(
          "\"" + camel + "\" and \"" + snake + "\" are one field, and have two values.");
    }
    return both[0] == null ? both[1] : both[0];
  }

  static String snake(String camel) {
    StringBuilder snake = new StringBuilder(camel.length() + 4);
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        snake.append('_').append((char) (c | 0x20));
      } else {
        snake.append(c);
      }
    }
    return snake.toString();
  }

  /** The elements of an array, or the one value that stands for an array of itself. */
  static List<JsonSlice> each(@Nullable JsonSlice value) {
    if (value == null || value.is(JsonType.NULL)) {
      return List.of();
    }
    return value.is(JsonType.ARRAY) ? value.elements() : List.of(value);
  }

  /** Whether it is there and says something: not null, nor an empty array. */
  static boolean isSaid(@Nullable JsonSlice value) {
    return value != null && !each(value).isEmpty();
  }

  /** What a string says; empty where it is none. */
  static String text(@Nullable JsonSlice value) {
    String text = value == null ? null : value.text();
    return text == null ? "" : text;
  }

  /** False where it is not there or null; what is no boolean is refused, for some would take it. */
  static boolean isTrue(String name, @Nullable JsonSlice value) {
    if (value == null || value.is(JsonType.NULL)) {
      return false;
    }
    if (!value.is(JsonType.BOOLEAN)) {
      throw Refusal.because("The value of \"" + name + "\" has to be true or false.");
    }
    return value.isTrue();
  }
}
