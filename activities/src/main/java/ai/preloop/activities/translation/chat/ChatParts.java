package ai.preloop.activities.translation.chat;

import ai.preloop.activities.translation.conversation.CacheMark;
import ai.preloop.activities.translation.conversation.Documents;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.openai.DataUrl;
import ai.preloop.activities.translation.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the content of messages of chat completions: a string, or parts. */
final class ChatParts {

  private ChatParts() {}

  static List<Part> parts(Fields message) {
    if (!message.has("content")) {
      return List.of();
    }
    if (message.isText("content")) {
      return List.of(Part.Text.of(message.requiredText("content")));
    }
    List<Part> parts = new ArrayList<>();
    for (Fields part : message.objects("content")) {
      parts.add(part(part));
    }
    return parts;
  }

  static List<Part.Text> texts(Fields message) {
    List<Part.Text> texts = new ArrayList<>();
    for (Part part : parts(message)) {
      if (!(part instanceof Part.Text text)) {
        throw message.problem("content", "must be text");
      }
      texts.add(text);
    }
    return texts;
  }

  /** Anthropic's mark, which some servers take in chat completions too. */
  static @Nullable CacheMark cache(Fields owner) {
    Fields mark = owner.object("cache_control");
    return mark == null ? null : new CacheMark(mark.text("ttl"));
  }

  private static Part part(Fields part) {
    String type = part.requiredText("type");
    return switch (type) {
      case "text" -> new Part.Text(part.requiredText("text"), cache(part));
      case "refusal" -> new Part.Refusal(part.requiredText("refusal"));
      case "image_url" ->
          new Part.Image(DataUrl.source(part.within("image_url"), "url"), cache(part));
      case "file" -> file(part);
      default ->
          throw part.problem("type", "is " + type + ", which has no counterpart at this provider");
    };
  }

  private static Part file(Fields part) {
    Fields file = part.within("file");
    if (!file.has("file_data")) {
      throw file.problem("file_data", "is needed: a file kept at OpenAI is not at this provider");
    }
    return Documents.of(DataUrl.file(file, "file_data"), file.text("filename"), cache(part));
  }
}
