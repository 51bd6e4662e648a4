package ai.preloop.activities.translation.responses;

import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Source;
import ai.preloop.activities.translation.conversation.Turn;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.openai.DataUrl;
import ai.preloop.activities.translation.openai.ToolOutput;
import ai.preloop.activities.translation.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes turns as items of OpenAI responses. */
final class ResponsesTurns {

  private final ArrayNode items = Json.array();
  private @Nullable ArrayNode content;

  ArrayNode write(List<Turn> turns) {
    for (Turn turn : turns) {
      content = null;
      turn.parts().forEach(part -> part(turn.role(), part));
    }
    return items;
  }

  private void part(Role role, Part part) {
    switch (part) {
      case Part.Text text -> {
        if (!text.text().isEmpty()) {
          add(role, of(role == Role.USER ? "input_text" : "output_text").put("text", text.text()));
        }
      }
      case Part.Refusal refusal -> add(role, of("refusal").put("refusal", refusal.text()));
      case Part.Image image -> add(role, image(image));
      case Part.Document document -> add(role, document(document));
      case Part.ToolCall call -> item(call(call, call.id()));
      case Part.ToolResult result -> item(result(result));
      case Part.Thought thought -> thought(thought);
    }
  }

  /** What one side says without a call between is one message. */
  private void add(Role role, ObjectNode part) {
    ArrayNode open = content;
    if (open == null) {
      ObjectNode message = items.addObject().put("type", "message");
      message.put("role", role == Role.USER ? "user" : "assistant");
      open = message.putArray("content");
      content = open;
    }
    open.add(part);
  }

  private void item(ObjectNode item) {
    content = null;
    items.add(item);
  }

  private void thought(Part.Thought thought) {
    Seal seal = thought.seal();
    if (seal != null && seal.isFrom(Seal.RESPONSES)) {
      ObjectNode item = of("reasoning");
      if (seal.id() != null) {
        item.put("id", seal.id());
      }
      summary(item, thought.text());
      item(item.put("encrypted_content", seal.value()));
    }
  }

  static void summary(ObjectNode item, String text) {
    ArrayNode summary = item.putArray("summary");
    if (!text.isEmpty()) {
      summary.addObject().put("type", "summary_text").put("text", text);
    }
  }

  static ObjectNode call(Part.ToolCall call, String id) {
    return of("function_call")
        .put("call_id", id)
        .put("name", call.name())
        .put("arguments", Json.text(call.arguments()));
  }

  private static ObjectNode result(Part.ToolResult result) {
    ObjectNode item = of("function_call_output").put("call_id", result.id());
    List<Part> media = ToolOutput.media(result);
    String text = ToolOutput.text(result);
    if (media.isEmpty()) {
      return item.put("output", text);
    }
    ArrayNode output = item.putArray("output");
    output.add(of("input_text").put("text", text));
    media.forEach(part ->
        output.add(
            part instanceof Part.Image image ? image(image) : document((Part.Document) part)));
    return item;
  }

  private static ObjectNode image(Part.Image image) {
    return of("input_image").put("image_url", DataUrl.of(image.source()));
  }

  private static ObjectNode document(Part.Document document) {
    ObjectNode part = of("input_file");
    if (document.source() instanceof Source.Remote remote) {
      return part.put("file_url", remote.url());
    }
    return part.put("filename", document.name() == null ? "document.pdf" : document.name())
        .put("file_data", DataUrl.of(document.source()));
  }

  private static ObjectNode of(String type) {
    return Json.object().put("type", type);
  }
}
