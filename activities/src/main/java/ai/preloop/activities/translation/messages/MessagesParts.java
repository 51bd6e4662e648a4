package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.CacheMark;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Source;
import ai.preloop.activities.translation.wire.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the content blocks of requests of Anthropic messages. */
final class MessagesParts {

  private MessagesParts() {}

  /** Empty for what Anthropic does not take: a text of nothing, a thought that is not its own. */
  static Optional<ObjectNode> block(Part part) {
    return Optional.ofNullable(
        switch (part) {
          case Part.Text text -> text.text().isBlank() ? null : text(text);
          case Part.Image image -> image(image);
          case Part.Document document -> document(document);
          case Part.ToolCall call -> call(call);
          case Part.ToolResult result -> result(result);
          case Part.Thought thought -> isOurs(thought) ? thought(thought) : null;
          case Part.Refusal refusal -> text(Part.Text.of(refusal.text()));
        });
  }

  static boolean isOurs(Part.Thought thought) {
    return thought.seal() != null && thought.seal().isFrom(Seal.MESSAGES);
  }

  static void mark(ObjectNode block, @Nullable CacheMark cache) {
    if (cache != null) {
      ObjectNode mark = block.putObject("cache_control").put("type", "ephemeral");
      if (cache.ttl() != null) {
        mark.put("ttl", cache.ttl());
      }
    }
  }

  /** Anthropic takes letters, digits, dashes and underscores alone. */
  static String id(String id) {
    return id.isEmpty() ? "_" : id.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  private static ObjectNode text(Part.Text text) {
    ObjectNode block = block("text").put("text", text.text());
    mark(block, text.cache());
    return block;
  }

  private static ObjectNode image(Part.Image image) {
    ObjectNode block = block("image");
    block.set("source", source(image.source()));
    mark(block, image.cache());
    return block;
  }

  private static ObjectNode document(Part.Document document) {
    ObjectNode block = block("document");
    block.set("source", source(document.source()));
    if (document.name() != null) {
      block.put("title", document.name());
    }
    mark(block, document.cache());
    return block;
  }

  private static ObjectNode call(Part.ToolCall call) {
    ObjectNode block = block("tool_use").put("id", id(call.id())).put("name", call.name());
    block.set("input", call.arguments());
    mark(block, call.cache());
    return block;
  }

  private static ObjectNode result(Part.ToolResult result) {
    ObjectNode block = block("tool_result").put("tool_use_id", id(result.id()));
    ArrayNode content = Json.array();
    result.content().forEach(part -> block(part).ifPresent(content::add));
    if (!content.isEmpty()) {
      block.set("content", content);
    }
    if (result.failed()) {
      block.put("is_error", true);
    }
    mark(block, result.cache());
    return block;
  }

  private static ObjectNode thought(Part.Thought thought) {
    Seal seal = thought.seal();
    String value = seal == null ? "" : seal.value();
    return seal != null && seal.redacted()
        ? block("redacted_thinking").put("data", value)
        : block("thinking").put("thinking", thought.text()).put("signature", value);
  }

  private static ObjectNode source(Source source) {
    return switch (source) {
      case Source.Inline inline ->
          Json.object()
              .put("type", "base64")
              .put("media_type", inline.mediaType())
              .put("data", inline.base64());
      case Source.Remote remote -> Json.object().put("type", "url").put("url", remote.url());
    };
  }

  private static ObjectNode block(String type) {
    return Json.object().put("type", type);
  }
}
