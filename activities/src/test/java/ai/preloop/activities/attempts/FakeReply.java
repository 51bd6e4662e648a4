package ai.preloop.activities.attempts;

import ai.preloop.activities.dialects.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the fake model says: words, each a chunk of a stream, or a call of a tool, and what that
 * used. {@code usageJson} is what it says of that instead of the truth; empty for nothing at all.
 */
record FakeReply(List<String> words, @Nullable Tool tool, Usage usage, @Nullable String usageJson) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static final FakeReply USUAL =
      new FakeReply(
          List.of("Hello", " from", " the", " model."), null, new Usage(11, 0, 0, 7, 0), null);

  record Tool(String name, String arguments) {}

  String text() {
    return String.join("", words);
  }

  /** A member of this name with the usage and a comma before it, or nothing. */
  String member(String name, String truth) {
    String said = usageJson == null ? truth : usageJson;
    return said.isEmpty() ? "" : ",\"%s\":%s".formatted(name, said);
  }

  static String quoted(String text) {
    return JSON.writeValueAsString(text);
  }
}
