package ai.preloop.activities.translation.chat;

import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.dialects.UsageTally;
import ai.preloop.activities.translation.conversation.Answer;
import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Stop;
import ai.preloop.activities.translation.conversation.Stop.Reason;
import ai.preloop.activities.translation.openai.Arguments;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.activities.translation.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes whole answers of chat completions. */
final class ChatAnswers {

  private ChatAnswers() {}

  static Answer read(Fields body) {
    List<Fields> choices = body.objects("choices");
    if (choices.isEmpty()) {
      throw body.problem("choices", "has no answer in it");
    }
    Fields choice = choices.getFirst();
    return new Answer(
        body.text("id", ""),
        created(body),
        parts(choice.within("message")),
        stop(choice.text("finish_reason", "stop")),
        usage(body.within("usage")));
  }

  static @Nullable Long created(Fields body) {
    return body.has("created") ? Long.valueOf(body.count("created")) : null;
  }

  static Stop stop(String reason) {
    return Stop.of(
        switch (reason) {
          case "length" -> Reason.LENGTH;
          case "tool_calls", "function_call" -> Reason.TOOL_CALLS;
          case "content_filter" -> Reason.REFUSAL;
          default -> Reason.END;
        });
  }

  /** As it is charged: also where compatible servers count in their own way. */
  static Usage usage(Fields usage) {
    return UsageTally.of(Operation.CHAT_COMPLETIONS, Json.bytes(usage.node()));
  }

  static ObjectNode write(Answer answer, String model) {
    ObjectNode json = head(answer.id(), "chat.completion", answer.createdAt(), model);
    ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
    choice.set("message", message(answer.parts()));
    choice.putNull("logprobs").put("finish_reason", word(answer.stop().reason()));
    json.set("usage", usage(answer.usage()));
    return json;
  }

  static ObjectNode head(String id, String object, long created, String model) {
    return Json.object()
        .put("id", id.startsWith("chatcmpl-") ? id : "chatcmpl-" + id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  static String word(Reason reason) {
    return switch (reason) {
      case END, SEQUENCE, PAUSE -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case REFUSAL -> "content_filter";
    };
  }

  static ObjectNode usage(Usage usage) {
    ObjectNode json =
        Json.object()
            .put("prompt_tokens", usage.input())
            .put("completion_tokens", usage.output())
            .put("total_tokens", usage.total());
    json.putObject("prompt_tokens_details")
        .put("cached_tokens", usage.cacheRead())
        .put("cache_write_tokens", usage.cacheWrite());
    json.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    return json;
  }

  /**
   * A thought with what the provider wants back, as clients of routers return it: those that put
   * streams together tell the details apart by their index.
   */
  static ObjectNode detail(int index, String text, Seal seal) {
    return Json.object()
        .put("index", index)
        .put("type", "reasoning.text")
        .put("text", text)
        .put("signature", seal.carried());
  }

  private static List<Part> parts(Fields message) {
    List<Part> parts = new ArrayList<>();
    ChatSaid.in(message).forEach(said -> parts.add(said.part()));
    for (Fields call : message.objects("tool_calls")) {
      Fields function = call.within("function");
      JsonNode arguments = function.get("arguments");
      parts.add(
          new Part.ToolCall(
              call.text("id", "call_" + parts.size()),
              function.text("name", ""),
              arguments instanceof ObjectNode object
                  ? object
                  : Arguments.read(function.text("arguments", "")),
              null,
              null));
    }
    return parts;
  }

  private static ObjectNode message(List<Part> parts) {
    ObjectNode json = Json.object().put("role", "assistant");
    String text = Part.texts(parts, "");
    json.put("content", text.isEmpty() ? null : text);
    StringBuilder thoughts = new StringBuilder();
    StringBuilder refusal = new StringBuilder();
    ArrayNode details = Json.array();
    ArrayNode calls = Json.array();
    for (Part part : parts) {
      switch (part) {
        case Part.Thought thought -> {
          thoughts.append(thought.text());
          if (thought.seal() != null) {
            details.add(detail(details.size(), thought.text(), thought.seal()));
          }
        }
        case Part.Refusal said -> refusal.append(said.text());
        case Part.ToolCall call ->
            calls.add(ChatContent.call(call, new CallId(call.id(), call.signature()).carried()));
        case Part.Text _, Part.Image _, Part.Document _, Part.ToolResult _ -> {
          // The text is there already, and models give nothing else here.
        }
      }
    }
    json.put("refusal", refusal.isEmpty() ? null : refusal.toString());
    if (!thoughts.isEmpty()) {
      json.put("reasoning_content", thoughts.toString());
    }
    if (!details.isEmpty()) {
      json.set("reasoning_details", details);
    }
    if (!calls.isEmpty()) {
      json.set("tool_calls", calls);
    }
    return json;
  }
}
