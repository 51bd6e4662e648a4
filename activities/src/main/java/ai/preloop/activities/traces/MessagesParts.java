package ai.preloop.activities.traces;

import ai.preloop.activities.json.JsonSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of Anthropic's messages: whole, or an event of a stream. */
final class MessagesParts {

  private MessagesParts() {}

  static void note(JsonSlice said, Noted noted) {
    @Nullable JsonSlice[] found = said.pick("type", "content", "content_block", "delta", "index");
    String type = found[0] == null ? null : found[0].text();
    if (type == null) {
      return;
    }
    switch (type) {
      case "message" -> whole(found[1], noted);
      case "content_block_start" -> block(found[2], "block " + found[4], noted);
      case "content_block_delta" -> delta(found[3], "block " + found[4], noted);
      default -> {}
    }
  }

  private static void whole(@Nullable JsonSlice content, Noted noted) {
    int number = 0;
    for (JsonSlice block : content == null ? List.<JsonSlice>of() : content.elements()) {
      String key = "block " + number++;
      block(block, key, noted);
      if (noted.keepsText() && isToolUse(block)) {
        noted.arguments(key, block.member("input"));
      }
    }
  }

  private static boolean isToolUse(JsonSlice block) {
    JsonSlice type = block.member("type");
    return type != null && "tool_use".equals(type.text());
  }

  /** A call's input is empty where its stream is yet to say it. */
  private static void block(@Nullable JsonSlice block, String key, Noted noted) {
    if (block == null) {
      return;
    }
    @Nullable JsonSlice[] found = block.pick("type", "id", "name", "text");
    String type = found[0] == null ? null : found[0].text();
    if ("tool_use".equals(type)) {
      noted.toolCall(found[1]);
      noted.call(key, found[2]);
    } else if ("text".equals(type)) {
      noted.text(key, found[3]);
    }
  }

  /** Thoughts and signatures are named otherwise. */
  private static void delta(@Nullable JsonSlice delta, String key, Noted noted) {
    if (delta != null && noted.keepsText()) {
      @Nullable JsonSlice[] found = delta.pick("text", "partial_json");
      noted.text(key, found[0]);
      noted.text(key, found[1]);
    }
  }
}
