package ai.preloop.activities.translation.chat;

import ai.preloop.activities.translation.conversation.CacheMark;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Source;
import ai.preloop.activities.translation.openai.DataUrl;
import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes what messages of chat completions hold. */
final class ChatContent {

  private ChatContent() {}

  /** Empty for what a user's message does not hold. */
  static Optional<ObjectNode> part(Part part) {
    return Optional.ofNullable(
        switch (part) {
          case Part.Text text -> text.text().isEmpty() ? null : of("text").put("text", text.text());
          case Part.Image image -> image(image);
          case Part.Document document -> document(document);
          case Part.Refusal refusal -> of("text").put("text", refusal.text());
          case Part.Thought _, Part.ToolCall _, Part.ToolResult _ -> null;
        });
  }

  static @Nullable CacheMark cache(Part part) {
    return switch (part) {
      case Part.Text text -> text.cache();
      case Part.Image image -> image.cache();
      case Part.Document document -> document.cache();
      case Part.ToolCall call -> call.cache();
      case Part.ToolResult result -> result.cache();
      case Part.Thought _, Part.Refusal _ -> null;
    };
  }

  static ObjectNode marked(ObjectNode json, @Nullable CacheMark cache) {
    if (cache != null) {
      ObjectNode mark = json.putObject("cache_control").put("type", "ephemeral");
      if (cache.ttl() != null) {
        mark.put("ttl", cache.ttl());
      }
    }
    return json;
  }

  static ObjectNode call(Part.ToolCall call, String id) {
    ObjectNode json = Json.object().put("id", id).put("type", "function");
    json.putObject("function")
        .put("name", call.name())
        .put("arguments", Json.text(call.arguments()));
    return json;
  }

  static String assistantText(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Text said -> text.append(said.text());
        case Part.Refusal refusal -> text.append(refusal.text());
        case Part.Image _, Part.Document _, Part.Thought _, Part.ToolCall _, Part.ToolResult _ -> {
          // Not text.
        }
      }
    }
    return text.toString();
  }

  private static ObjectNode image(Part.Image image) {
    ObjectNode json = of("image_url");
    json.putObject("image_url").put("url", DataUrl.of(image.source()));
    return json;
  }

  private static ObjectNode document(Part.Document document) {
    if (document.source() instanceof Source.Remote) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "A document must be in the request as base64: this provider fetches no documents.");
    }
    ObjectNode json = of("file");
    json.putObject("file")
        .put("filename", document.name() == null ? "document.pdf" : document.name())
        .put("file_data", DataUrl.of(document.source()));
    return json;
  }

  private static ObjectNode of(String type) {
    return Json.object().put("type", type);
  }
}
