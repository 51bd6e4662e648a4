package ai.preloop.activities.traces;

import ai.preloop.activities.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/** Answers of OpenAI's chat completions: whole, or a chunk of a stream. */
final class ChatParts {

  private ChatParts() {}

  static void note(JsonSlice answer, Noted noted) {
    JsonSlice choices = answer.member("choices");
    if (choices == null) {
      return;
    }
    for (JsonSlice choice : choices.elements()) {
      @Nullable JsonSlice[] found = choice.pick("delta", "message", "index");
      JsonSlice said = found[0] == null ? found[1] : found[0];
      if (said != null) {
        message(said, "choice " + found[2], noted);
      }
    }
  }

  private static void message(JsonSlice message, String key, Noted noted) {
    @Nullable JsonSlice[] found = message.pick("content", "tool_calls");
    noted.text(key, found[0]);
    if (found[1] == null) {
      return;
    }
    int number = 0;
    for (JsonSlice call : found[1].elements()) {
      @Nullable JsonSlice[] parts = call.pick("id", "function", "index");
      noted.toolCall(parts[0]);
      String place = parts[2] == null ? Integer.toString(number) : parts[2].toString();
      function(parts[1], key + " call " + place, noted);
      number++;
    }
  }

  private static void function(@Nullable JsonSlice function, String key, Noted noted) {
    if (function != null && noted.keepsText()) {
      @Nullable JsonSlice[] found = function.pick("name", "arguments");
      noted.call(key, found[0]);
      noted.arguments(key, found[1]);
    }
  }
}
