package ai.preloop.activities.traces;

import ai.preloop.activities.json.JsonSlice;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers of OpenAI's responses: whole, or an event of a stream. */
final class ResponsesParts {

  private static final Set<String> OF_AN_ITEM =
      Set.of("response.output_item.added", "response.output_item.done");

  private ResponsesParts() {}

  static void note(JsonSlice said, Noted noted) {
    @Nullable JsonSlice[] found = said.pick("type", "item", "output");
    String type = found[0] == null ? null : found[0].text();
    if (type == null && found[2] != null) {
      found[2].elements().forEach(item -> item(item, noted));
    } else if (type != null && OF_AN_ITEM.contains(type) && found[1] != null) {
      event(type, found[1], noted);
    }
  }

  /** What an item says is whole when it is done; its id is there from the beginning. */
  private static void event(String type, JsonSlice item, Noted noted) {
    if (type.endsWith(".done")) {
      item(item, noted);
    } else {
      noted.toolCall(item.member("call_id"));
    }
  }

  private static void item(JsonSlice item, Noted noted) {
    @Nullable JsonSlice[] found =
        item.pick("id", "call_id", "name", "arguments", "input", "content", "type");
    noted.toolCall(found[1]);
    String key = "item " + (found[0] == null ? found[1] : found[0]);
    if (found[1] != null) {
      noted.call(key, found[2]);
      noted.arguments(key, found[3] == null ? found[4] : found[3]);
    } else if (found[5] != null && isMessage(found[6])) {
      found[5].elements().forEach(part -> noted.text(key, part.member("text")));
    }
  }

  /** Thoughts have content, too. */
  private static boolean isMessage(@Nullable JsonSlice type) {
    return type != null && "message".equals(type.text());
  }
}
