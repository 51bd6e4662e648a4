package ai.preloop.activities.translation.chat;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Turn;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.openai.ToolOutput;
import ai.preloop.activities.translation.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes turns as messages of chat completions. */
final class ChatTurns {

  /** What stands where the user goes on after results, which Mistral's order does not allow. */
  private static final String BETWEEN = "Done.";

  private final ArrayNode messages = Json.array();
  private final boolean isMistral;
  private final boolean isClaude;

  ChatTurns(String model) {
    this.isMistral = MistralModel.isOne(model);
    this.isClaude = model.toLowerCase(Locale.ROOT).contains("claude");
  }

  ArrayNode write(Conversation asked) {
    system(asked.system());
    for (Turn turn : asked.turns()) {
      if (turn.role() == Role.USER) {
        user(turn);
      } else {
        assistant(turn);
      }
    }
    return messages;
  }

  private void system(List<Part> parts) {
    String system = Part.texts(parts, "\n\n");
    if (!system.isEmpty()) {
      ObjectNode message = messages.addObject().put("role", "system");
      if (isMarked(parts)) {
        content(message, parts);
      } else {
        message.put("content", system);
      }
    }
  }

  /** Routers pass Anthropic's marks on to its models (OpenRouter, "Prompt Caching"). */
  private boolean isMarked(List<Part> parts) {
    return isClaude && parts.stream().anyMatch(part -> ChatContent.cache(part) != null);
  }

  private void content(ObjectNode message, List<Part> parts) {
    ArrayNode content = message.putArray("content");
    for (Part part : parts) {
      ChatContent.part(part)
          .map(json -> isClaude ? ChatContent.marked(json, ChatContent.cache(part)) : json)
          .ifPresent(content::add);
    }
  }

  /** A tool's message holds text alone: images of results follow as the user's. */
  private void user(Turn turn) {
    List<Part> said = new ArrayList<>();
    for (Part.ToolResult result : turn.only(Part.ToolResult.class)) {
      result(result);
      List<Part> media = ToolOutput.media(result);
      if (!media.isEmpty()) {
        said.add(Part.Text.of("From the result of tool call " + id(result.id()) + ":"));
        said.addAll(media);
      }
    }
    turn.parts().stream().filter(part -> !(part instanceof Part.ToolResult)).forEach(said::add);
    if (!said.isEmpty()) {
      if (isMistral && !turn.only(Part.ToolResult.class).isEmpty()) {
        messages.addObject().put("role", "assistant").put("content", BETWEEN);
      }
      user(said);
    }
  }

  private void result(Part.ToolResult result) {
    ObjectNode message =
        messages.addObject().put("role", "tool").put("tool_call_id", id(result.id()));
    Part.Text text = new Part.Text(ToolOutput.text(result), result.cache());
    if (isMarked(List.of(text)) && !text.text().isEmpty()) {
      content(message, List.of(text));
    } else {
      message.put("content", text.text());
    }
  }

  private String id(String id) {
    return isMistral ? MistralModel.callId(id) : id;
  }

  private void user(List<Part> said) {
    ObjectNode message = messages.addObject().put("role", "user");
    if (said.size() == 1 && said.getFirst() instanceof Part.Text text && !isMarked(said)) {
      message.put("content", text.text());
    } else {
      content(message, said);
    }
  }

  /**
   * Thoughts go back with the calls they led to, to servers that gave them as plain text; Mistral
   * refuses a member for them.
   */
  private void assistant(Turn turn) {
    List<Part.ToolCall> calls = turn.only(Part.ToolCall.class);
    String text = ChatContent.assistantText(turn.parts());
    if (text.isEmpty() && calls.isEmpty()) {
      return;
    }
    ObjectNode message = messages.addObject().put("role", "assistant");
    if (text.isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", text);
    }
    String thoughts = thoughts(turn);
    if (!calls.isEmpty() && !thoughts.isEmpty() && !isMistral) {
      message.put("reasoning_content", thoughts);
    }
    if (!calls.isEmpty()) {
      ArrayNode array = message.putArray("tool_calls");
      calls.forEach(call -> array.add(ChatContent.call(call, id(call.id()))));
    }
  }

  private static String thoughts(Turn turn) {
    return String.join(
        "\n",
        turn.only(Part.Thought.class).stream()
            .filter(thought -> thought.seal() != null && thought.seal().isFrom(Seal.CHAT))
            .map(Part.Thought::text)
            .toList());
  }
}
