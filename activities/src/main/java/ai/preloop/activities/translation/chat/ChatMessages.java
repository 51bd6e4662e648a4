package ai.preloop.activities.translation.chat;

import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.conversation.Turns;
import ai.preloop.activities.translation.openai.Arguments;
import ai.preloop.activities.translation.wire.Fields;
import java.util.List;

/** Reads the messages of chat completions into turns. */
final class ChatMessages {

  private final Turns turns = new Turns();

  Turns turns() {
    return turns;
  }

  void add(Fields message) {
    switch (message.requiredText("role")) {
      case "system", "developer" -> ChatParts.texts(message).forEach(turns::instruct);
      case "user" -> ChatParts.parts(message).forEach(part -> turns.add(Role.USER, part));
      case "assistant" -> assistant(message);
      case "tool" -> turns.add(Role.USER, result(message));
      default ->
          throw message.problem("role", "must be system, developer, user, assistant or tool");
    }
  }

  private void assistant(Fields message) {
    thoughts(message);
    ChatParts.parts(message).forEach(part -> turns.add(Role.ASSISTANT, part));
    String refusal = message.text("refusal");
    if (refusal != null) {
      turns.add(Role.ASSISTANT, new Part.Refusal(refusal));
    }
    for (Fields call : message.objects("tool_calls")) {
      turns.add(Role.ASSISTANT, call(call));
    }
  }

  /** The details keep what the provider wants back; the plain text is the same thoughts without. */
  private void thoughts(Fields message) {
    List<Fields> details = message.objects("reasoning_details");
    for (Fields detail : details) {
      String signature = detail.text("signature", "");
      turns.add(
          Role.ASSISTANT,
          new Part.Thought(
              detail.text("text", ""),
              signature.isEmpty() ? null : Seal.returned(signature, Seal.CHAT)));
    }
    String text = message.text("reasoning_content");
    if (details.isEmpty() && text != null) {
      turns.add(Role.ASSISTANT, new Part.Thought(text, null));
    }
  }

  private static Part.ToolCall call(Fields call) {
    Fields function = call.object("function");
    if (function == null) {
      throw call.problem("type", "must be function");
    }
    CallId id = CallId.returned(call.requiredText("id"));
    return new Part.ToolCall(
        id.id(),
        function.requiredText("name"),
        Arguments.read(function.text("arguments", "")),
        id.signature(),
        null);
  }

  private static Part.ToolResult result(Fields message) {
    return new Part.ToolResult(
        CallId.returned(message.requiredText("tool_call_id")).id(),
        ChatParts.parts(message),
        false,
        ChatParts.cache(message));
  }
}
