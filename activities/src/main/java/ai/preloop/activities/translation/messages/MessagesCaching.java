package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Marks what Anthropic is to cache where the client's format has no marks because its providers
 * cache by themselves: the instructions (or the tools) and the last block. Only with tools, since
 * an agent sends the same beginning again and a single question does not.
 */
final class MessagesCaching {

  private MessagesCaching() {}

  static void markIfUnmarked(Conversation asked, ObjectNode json) {
    if (asked.tools().isEmpty() || isMarked(json)) {
      return;
    }
    mark(json.has("system") ? json.get("system") : json.get("tools"));
    if (json.get("messages") instanceof ArrayNode messages && !messages.isEmpty()) {
      mark(messages.get(messages.size() - 1).get("content"));
    }
  }

  private static boolean isMarked(ObjectNode json) {
    return json.findValue("cache_control") != null;
  }

  /** Thoughts take no mark. */
  private static void mark(JsonNode blocks) {
    if (blocks instanceof ArrayNode array
        && !array.isEmpty()
        && array.get(array.size() - 1) instanceof ObjectNode last
        && !last.path("type").asString("").endsWith("thinking")) {
      last.set("cache_control", Json.object().put("type", "ephemeral"));
    }
  }
}
