package ai.preloop.activities.translation.chat;

import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.StreamEvent.Kind;
import ai.preloop.activities.translation.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** Something that a message of an answer says, or a piece of one. */
record ChatSaid(Kind kind, String text) {

  /**
   * Without what is empty. Compatible servers show thoughts under one of two names; Mistral has
   * them among the parts of the content, which is a list where its models reason ("Reasoning").
   */
  static List<ChatSaid> in(Fields message) {
    List<ChatSaid> said = new ArrayList<>();
    said.add(new ChatSaid(Kind.THOUGHT, thoughts(message)));
    if (message.get("content") instanceof ArrayNode) {
      message.objects("content").forEach(part -> part(part, said));
    } else {
      said.add(new ChatSaid(Kind.TEXT, message.text("content", "")));
    }
    said.add(new ChatSaid(Kind.REFUSAL, message.text("refusal", "")));
    said.removeIf(each -> each.text().isEmpty());
    return said;
  }

  private static String thoughts(Fields message) {
    return message.isText("reasoning_content")
        ? message.text("reasoning_content", "")
        : message.isText("reasoning") ? message.text("reasoning", "") : "";
  }

  private static void part(Fields part, List<ChatSaid> said) {
    switch (part.text("type", "")) {
      case "text" -> said.add(new ChatSaid(Kind.TEXT, part.text("text", "")));
      case "thinking" -> {
        for (Fields thought : part.objects("thinking")) {
          said.add(new ChatSaid(Kind.THOUGHT, thought.text("text", "")));
        }
      }
      default -> {
        // References to what was read, which no other format has.
      }
    }
  }

  Part part() {
    return switch (kind) {
      case TEXT -> Part.Text.of(text);
      case THOUGHT -> new Part.Thought(text, Seal.of(Seal.CHAT, ""));
      case REFUSAL -> new Part.Refusal(text);
    };
  }
}
