package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.CacheMark;
import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Source;
import ai.preloop.activities.translation.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the content blocks of Anthropic messages. */
final class MessagesBlocks {

  private MessagesBlocks() {}

  /** The content of a message or of a tool's result: a string, or blocks. */
  static List<Part> parts(Fields owner) {
    if (owner.isText("content")) {
      return List.of(Part.Text.of(owner.requiredText("content")));
    }
    List<Part> parts = new ArrayList<>();
    for (Fields block : owner.objects("content")) {
      parts.add(part(block));
    }
    return parts;
  }

  static List<Part.Text> texts(Fields owner, String name) {
    if (owner.isText(name)) {
      return List.of(Part.Text.of(owner.requiredText(name)));
    }
    List<Part.Text> texts = new ArrayList<>();
    for (Fields block : owner.objects(name)) {
      texts.add(new Part.Text(block.requiredText("text"), cache(block)));
    }
    return texts;
  }

  static @Nullable CacheMark cache(Fields block) {
    Fields mark = block.object("cache_control");
    return mark == null ? null : new CacheMark(mark.text("ttl"));
  }

  static Part part(Fields block) {
    String type = block.requiredText("type");
    return switch (type) {
      case "text" -> new Part.Text(block.requiredText("text"), cache(block));
      case "image" -> new Part.Image(source(block), cache(block));
      case "document" -> document(block);
      case "tool_use" -> call(block);
      case "tool_result" -> result(block);
      case "thinking" -> thought(block);
      case "redacted_thinking" -> redacted(block);
      default ->
          throw block.problem("type", "is " + type + ", which has no counterpart at this provider");
    };
  }

  private static Part.ToolCall call(Fields block) {
    CallId id = CallId.returned(block.requiredText("id"));
    ObjectNode input = block.within("input").node();
    return new Part.ToolCall(
        id.id(), block.requiredText("name"), input, id.signature(), cache(block));
  }

  private static Part.ToolResult result(Fields block) {
    return new Part.ToolResult(
        CallId.returned(block.requiredText("tool_use_id")).id(),
        parts(block),
        block.isTrue("is_error"),
        cache(block));
  }

  private static Part.Thought thought(Fields block) {
    String signature = block.text("signature", "");
    return new Part.Thought(
        block.text("thinking", ""),
        signature.isEmpty() ? null : Seal.returned(signature, Seal.MESSAGES));
  }

  private static Part.Thought redacted(Fields block) {
    Seal seal = Seal.returned(block.requiredText("data"), Seal.MESSAGES);
    return new Part.Thought("", seal.isFrom(Seal.MESSAGES) ? seal.hidden() : seal);
  }

  private static Part document(Fields block) {
    Fields source = block.within("source");
    String title = block.text("title");
    return switch (source.text("type", "")) {
      case "text" -> new Part.Text(source.requiredText("data"), cache(block));
      case "content" -> new Part.Text(Part.texts(parts(source), "\n"), cache(block));
      default -> new Part.Document(source(block), title, cache(block));
    };
  }

  private static Source source(Fields block) {
    Fields source = block.within("source");
    String type = source.text("type", "");
    return switch (type) {
      case "base64" ->
          new Source.Inline(source.requiredText("media_type"), source.requiredText("data"));
      case "url" -> new Source.Remote(source.requiredText("url"));
      default -> throw source.problem("type", "must be base64 or url for this provider");
    };
  }
}
