package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import java.util.Set;

/** How much of a piece of an answer is text that a model wrote. */
final class TextBytes {

  /** Names of what is not the model's text. */
  private static final Set<String> FRAME =
      Set.of(
          "type",
          "id",
          "role",
          "signature",
          "thoughtSignature",
          "encrypted_content",
          "inlineData",
          "mimeType");

  private TextBytes() {}

  /** The bytes of all strings in it, as they are written. */
  static long in(JsonSlice value) {
    return switch (value.type()) {
      case STRING -> value.length() - 2;
      case ARRAY -> value.elements().stream().mapToLong(TextBytes::in).sum();
      case OBJECT ->
          value.members().stream()
              .filter(member -> !FRAME.contains(member.name()))
              .mapToLong(member -> in(member.value()))
              .sum();
      case NUMBER, BOOLEAN, NULL -> 0;
    };
  }
}
