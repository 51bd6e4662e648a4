package ai.preloop.activities.translation.conversation;

import ai.preloop.activities.translation.wire.Fields;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What went wrong at the provider: the HTTP status that says it, a sentence, the provider's code.
 */
public record Failure(int status, String message, @Nullable String code) {

  public static final Failure CUT =
      new Failure(502, "The provider's stream ended before its answer did.", "stream_cut");

  public static final Failure UNREADABLE =
      new Failure(502, "The provider's stream cannot be read.", "stream_unreadable");

  /** The words for failures within streams, which have no status of their own. */
  private static final Map<String, Integer> STATUSES =
      Map.ofEntries(
          Map.entry("invalid_request_error", 400),
          Map.entry("invalid_prompt", 400),
          Map.entry("context_length_exceeded", 400),
          Map.entry("authentication_error", 401),
          Map.entry("permission_error", 403),
          Map.entry("not_found_error", 404),
          Map.entry("request_too_large", 413),
          Map.entry("rate_limit_error", 429),
          Map.entry("rate_limit_exceeded", 429),
          Map.entry("insufficient_quota", 429),
          Map.entry("api_error", 500),
          Map.entry("server_error", 500),
          Map.entry("timeout_error", 504),
          Map.entry("overloaded_error", 529));

  /** The failure that a body with an {@code error} in it tells, in any of the envelopes. */
  public static Failure of(int status, Fields body) {
    JsonNode error = body.get("error");
    if (error != null && error.isString()) {
      return new Failure(status, error.stringValue(), null);
    }
    JsonNode said = error != null && error.isObject() ? error : body.node();
    String message = word(said, "message");
    String code = word(said, "code");
    return new Failure(
        status,
        message == null ? "The provider answered with status " + status + "." : message,
        code != null
            ? code
            : word(said, "status") != null ? word(said, "status") : word(said, "type"));
  }

  /** The failure within a stream: its status follows from Gemini's number or the words. */
  public static Failure inStream(Fields body) {
    JsonNode error = body.get("error");
    JsonNode said = error != null && error.isObject() ? error : body.node();
    JsonNode number = said.get("code");
    int status =
        number != null && number.isInt()
            ? number.intValue()
            : STATUSES.getOrDefault(
                String.valueOf(word(said, "code")),
                STATUSES.getOrDefault(String.valueOf(word(said, "type")), 500));
    return of(status, body);
  }

  private static @Nullable String word(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value != null && value.isString() ? value.stringValue() : null;
  }
}
