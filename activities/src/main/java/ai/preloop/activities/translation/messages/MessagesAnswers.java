package ai.preloop.activities.translation.messages;

import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.dialects.UsageTally;
import ai.preloop.activities.translation.conversation.Answer;
import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Stop;
import ai.preloop.activities.translation.conversation.Stop.Reason;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.activities.translation.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes whole answers of Anthropic messages. */
final class MessagesAnswers {

  private MessagesAnswers() {}

  static Answer read(Fields body) {
    List<Part> parts = new ArrayList<>();
    String model = body.text("model");
    for (Fields block : body.requiredObjects("content")) {
      parts.add(by(model, MessagesBlocks.part(block)));
    }
    return new Answer(body.text("id", ""), null, parts, stop(body), usage(body.within("usage")));
  }

  private static Part by(@Nullable String model, Part part) {
    return part instanceof Part.Thought thought && thought.seal() != null
        ? new Part.Thought(thought.text(), thought.seal().by(model))
        : part;
  }

  static Stop stop(Fields owner) {
    return new Stop(
        switch (owner.text("stop_reason", "end_turn")) {
          case "max_tokens", "model_context_window_exceeded" -> Reason.LENGTH;
          case "tool_use" -> Reason.TOOL_CALLS;
          case "stop_sequence" -> Reason.SEQUENCE;
          case "refusal" -> Reason.REFUSAL;
          case "pause_turn" -> Reason.PAUSE;
          default -> Reason.END;
        },
        owner.text("stop_sequence"));
  }

  static Usage usage(Fields usage) {
    return UsageTally.of(Operation.MESSAGES, Json.bytes(usage.node()));
  }

  static ObjectNode write(Answer answer, String model) {
    ObjectNode json = message(answer.id(), model);
    ArrayNode content = json.putArray("content");
    answer.parts().forEach(part -> block(content, part));
    json.put("stop_reason", word(answer.stop().reason()));
    json.put("stop_sequence", answer.stop().sequence());
    json.set("usage", usage(answer.usage()));
    return json;
  }

  static ObjectNode message(String id, String model) {
    return Json.object()
        .put("id", id.startsWith("msg_") ? id : "msg_" + id)
        .put("type", "message")
        .put("role", "assistant")
        .put("model", model);
  }

  static String word(Reason reason) {
    return switch (reason) {
      case END -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case SEQUENCE -> "stop_sequence";
      case REFUSAL -> "refusal";
      case PAUSE -> "pause_turn";
    };
  }

  static ObjectNode usage(Usage usage) {
    ObjectNode json =
        Json.object()
            .put("input_tokens", usage.uncached())
            .put("cache_creation_input_tokens", usage.cacheWrite())
            .put("cache_read_input_tokens", usage.cacheRead())
            .put("output_tokens", usage.output());
    if (usage.reasoning() > 0) {
      json.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
    }
    return json;
  }

  /** The signature of a thought, empty where the provider gives none. */
  static String signature(@Nullable Seal seal) {
    return seal == null ? "" : seal.carried();
  }

  private static void block(ArrayNode content, Part part) {
    switch (part) {
      case Part.Text text ->
          content.addObject().put("type", "text").put("text", text.text()).putNull("citations");
      case Part.Refusal refusal ->
          content.addObject().put("type", "text").put("text", refusal.text()).putNull("citations");
      case Part.Thought thought ->
          content
              .addObject()
              .put("type", "thinking")
              .put("thinking", thought.text())
              .put("signature", signature(thought.seal()));
      case Part.ToolCall call ->
          content
              .addObject()
              .put("type", "tool_use")
              .put("id", new CallId(MessagesParts.id(call.id()), call.signature()).carried())
              .put("name", call.name())
              .set("input", call.arguments());
      case Part.Image image -> MessagesParts.block(image).ifPresent(content::add);
      case Part.Document document -> MessagesParts.block(document).ifPresent(content::add);
      case Part.ToolResult result -> MessagesParts.block(result).ifPresent(content::add);
    }
  }
}
