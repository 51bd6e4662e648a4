package ai.preloop.activities.traces;

import ai.preloop.activities.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/** Answers of Gemini's generateContent: whole, or a chunk of a stream, which is as a whole one. */
final class GenerateContentParts {

  private int calls;

  void note(JsonSlice answer, Noted noted) {
    JsonSlice candidates = answer.member("candidates");
    if (candidates == null) {
      return;
    }
    for (JsonSlice candidate : candidates.elements()) {
      @Nullable JsonSlice[] found = candidate.pick("content", "index");
      JsonSlice parts = found[0] == null ? null : found[0].member("parts");
      if (parts != null) {
        parts.elements().forEach(part -> part(part, "candidate " + found[1], noted));
      }
    }
  }

  private void part(JsonSlice part, String key, Noted noted) {
    @Nullable JsonSlice[] found = part.pick("text", "thought", "functionCall");
    if (found[1] == null || !found[1].isTrue()) {
      noted.text(key, found[0]);
    }
    if (found[2] != null) {
      @Nullable JsonSlice[] call = found[2].pick("id", "name", "args");
      String own = "call " + calls++;
      noted.toolCall(call[0]);
      noted.call(own, call[1]);
      noted.arguments(own, call[2]);
    }
  }
}
