package ai.preloop.activities.traces;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is kept of an answer: the ids of its tool calls and, where it is wanted, its text. */
final class Noted {

  private static final int MOST = 128;

  private final Set<String> ids = new LinkedHashSet<>();
  private final @Nullable Excerpt excerpt;

  Noted(@Nullable Excerpt excerpt) {
    this.excerpt = excerpt;
  }

  /** Whether anything but ids is kept; what is not is not to be read either. */
  boolean keepsText() {
    return excerpt != null;
  }

  void toolCall(@Nullable JsonSlice id) {
    String said = id == null ? null : id.text();
    if (said != null && !said.isEmpty() && ids.size() < MOST) {
      ids.add(ClientCallId.kept(said));
    }
  }

  /** Text of the answer; answers and blocks that come side by side have keys of their own. */
  void text(String key, @Nullable JsonSlice text) {
    String said = excerpt == null || text == null ? null : text.text();
    if (excerpt != null && said != null && !said.isEmpty()) {
      excerpt.text(key, said);
    }
  }

  void call(String key, @Nullable JsonSlice name) {
    String said = excerpt == null || name == null ? null : name.text();
    if (excerpt != null && said != null) {
      excerpt.call(key, said);
    }
  }

  /** Arguments as text that is JSON, or as the value itself. */
  void arguments(String key, @Nullable JsonSlice arguments) {
    if (excerpt != null && arguments != null && !arguments.is(JsonType.NULL)) {
      String said = arguments.text();
      excerpt.text(key, said == null ? arguments.toString() : said);
    }
  }

  /** In the order in which they came. */
  List<String> toolCalls() {
    return List.copyOf(ids);
  }

  @Nullable Excerpt excerpt() {
    return excerpt;
  }
}
