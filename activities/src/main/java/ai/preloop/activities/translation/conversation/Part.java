package ai.preloop.activities.translation.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One piece of what is said, in the order in which it is said. */
public sealed interface Part {

  record Text(String text, @Nullable CacheMark cache) implements Part {
    public static Text of(String text) {
      return new Text(text, null);
    }
  }

  record Image(Source source, @Nullable CacheMark cache) implements Part {}

  record Document(Source source, @Nullable String name, @Nullable CacheMark cache)
      implements Part {}

  /** The {@code signature} is Gemini's, which refuses the call in a later request without it. */
  record ToolCall(
      String id,
      String name,
      ObjectNode arguments,
      @Nullable String signature,
      @Nullable CacheMark cache)
      implements Part {}

  record ToolResult(String id, List<Part> content, boolean failed, @Nullable CacheMark cache)
      implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  record Thought(String text, @Nullable Seal seal) implements Part {}

  record Refusal(String text) implements Part {}

  /** The texts among the parts, joined. */
  static String texts(List<Part> parts, String between) {
    return String.join(
        between,
        parts.stream()
            .filter(Text.class::isInstance)
            .map(part -> ((Text) part).text())
            .filter(text -> !text.isEmpty())
            .toList());
  }
}
