package ai.preloop.activities.translation.responses;

import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Documents;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Source;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.conversation.Turns;
import ai.preloop.activities.translation.openai.Arguments;
import ai.preloop.activities.translation.openai.DataUrl;
import ai.preloop.activities.translation.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the items of a request of OpenAI responses into turns. */
final class ResponsesItems {

  private final Turns turns = new Turns();

  Turns turns() {
    return turns;
  }

  void instructions(@Nullable String text) {
    if (text != null) {
      turns.instruct(Part.Text.of(text));
    }
  }

  /** A string is what the user says. */
  void input(Fields body) {
    if (body.isText("input")) {
      turns.add(Role.USER, Part.Text.of(body.requiredText("input")));
    } else {
      body.objects("input").forEach(this::item);
    }
  }

  private void item(Fields item) {
    String type = item.text("type", "message");
    switch (type) {
      case "message" -> message(item);
      case "function_call" -> turns.add(Role.ASSISTANT, call(item));
      case "function_call_output" -> turns.add(Role.USER, result(item));
      case "reasoning" -> turns.add(Role.ASSISTANT, thought(item));
      default ->
          throw item.problem("type", "is " + type + ", which has no counterpart at this provider");
    }
  }

  private void message(Fields item) {
    List<Part> parts = parts(item, "content");
    switch (item.requiredText("role")) {
      case "system", "developer" -> parts.forEach(part -> instruct(item, part));
      case "user" -> parts.forEach(part -> turns.add(Role.USER, part));
      case "assistant" -> parts.forEach(part -> turns.add(Role.ASSISTANT, part));
      default -> throw item.problem("role", "must be system, developer, user or assistant");
    }
  }

  private void instruct(Fields item, Part part) {
    if (!(part instanceof Part.Text text)) {
      throw item.problem("content", "must be text");
    }
    turns.instruct(text);
  }

  static Part.ToolCall call(Fields item) {
    CallId id = CallId.returned(item.requiredText("call_id"));
    return new Part.ToolCall(
        id.id(),
        item.requiredText("name"),
        Arguments.read(item.text("arguments", "")),
        id.signature(),
        null);
  }

  private static Part.ToolResult result(Fields item) {
    return new Part.ToolResult(
        CallId.returned(item.requiredText("call_id")).id(), parts(item, "output"), false, null);
  }

  private static Part.Thought thought(Fields item) {
    String encrypted = item.text("encrypted_content", "");
    return new Part.Thought(
        summary(item), encrypted.isEmpty() ? null : Seal.returned(encrypted, Seal.RESPONSES));
  }

  /** The parts of the summary, with an empty line between. */
  static String summary(Fields item) {
    List<String> texts = new ArrayList<>();
    for (Fields part : item.objects("summary")) {
      texts.add(part.text("text", ""));
    }
    return String.join("\n\n", texts);
  }

  static List<Part> parts(Fields item, String name) {
    if (item.isText(name)) {
      return List.of(Part.Text.of(item.requiredText(name)));
    }
    List<Part> parts = new ArrayList<>();
    for (Fields part : item.objects(name)) {
      parts.add(part(part));
    }
    return parts;
  }

  private static Part part(Fields part) {
    String type = part.requiredText("type");
    return switch (type) {
      case "input_text", "output_text", "text" -> Part.Text.of(part.requiredText("text"));
      case "refusal" -> new Part.Refusal(part.requiredText("refusal"));
      case "input_image" -> {
        refuseKept(part, "image_url");
        yield new Part.Image(DataUrl.source(part, "image_url"), null);
      }
      case "input_file" -> file(part);
      default ->
          throw part.problem("type", "is " + type + ", which has no counterpart at this provider");
    };
  }

  private static Part file(Fields part) {
    String name = part.has("file_url") ? "file_url" : "file_data";
    refuseKept(part, name);
    Source source = part.has("file_url") ? DataUrl.source(part, name) : DataUrl.file(part, name);
    return Documents.of(source, part.text("filename"), null);
  }

  private static void refuseKept(Fields part, String name) {
    if (!part.has(name)) {
      throw part.problem(name, "is needed: a file kept at OpenAI is not at this provider");
    }
  }
}
