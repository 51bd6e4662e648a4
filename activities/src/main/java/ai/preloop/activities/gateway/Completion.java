package ai.preloop.activities.gateway;

import ai.preloop.activities.gateway.RunningCall.Spent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model answered, and what that took. The text is empty where it said nothing that can be
 * read; {@code refusal} is there where it declined.
 */
public record Completion(String text, @Nullable String refusal, boolean isCut, Spent spent) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Of a whole answer in the dialect of chat completions. */
  static Completion read(byte[] answer, Spent spent) {
    JsonNode choice = tree(answer).path("choices").path(0);
    JsonNode message = choice.path("message");
    String end = choice.path("finish_reason").asString("");
    String refusal = message.path("refusal").asString("");
    return new Completion(
        message.path("content").asString(""),
        refusal.isBlank() && end.equals("content_filter")
            ? "The provider's filter held the answer back."
            : blankToNull(refusal),
        end.equals("length"),
        spent);
  }

  private static @Nullable String blankToNull(String text) {
    return text.isBlank() ? null : text;
  }

  private static JsonNode tree(byte[] answer) {
    try {
      return JSON.readTree(answer);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }
}
