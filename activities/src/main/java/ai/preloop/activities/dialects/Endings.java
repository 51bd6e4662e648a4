package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonText;
import java.nio.charset.StandardCharsets;

/** The last words of a stream that its provider cut, in the client's dialect. */
public final class Endings {

  private Endings() {}

  /** An SSE frame, for a stream that is between two frames. */
  public static byte[] frame(Operation operation, ErrorEnvelope error) {
    return frame(operation, error, 0);
  }

  /**
   * {@code events} is how many came before, which responses number from zero. Gemini's error comes
   * twice: Google's client of JavaScript passes over one that is an event, and others read no
   * other.
   */
  static byte[] frame(Operation operation, ErrorEnvelope error, long events) {
    String event =
        switch (operation.dialect()) {
          case ANTHROPIC -> "error";
          case OPENAI -> operation == Operation.RESPONSES ? "error" : "";
          case GEMINI -> "";
        };
    String data =
        operation == Operation.RESPONSES
            ? ofResponses(error, events)
            : error.json(operation.dialect());
    String frame = (event.isEmpty() ? "" : "event: " + event + "\n") + "data: " + data + "\n\n";
    return (operation.dialect() == Dialect.GEMINI ? frame + data : frame)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** OpenAI's API reference, "Streaming events", {@code error}. */
  private static String ofResponses(ErrorEnvelope error, long events) {
    return "{\"type\":\"error\",\"code\":"
        + ErrorEnvelope.quoted(error.code())
        + ",\"message\":"
        + JsonText.quote(error.message())
        + ",\"param\":null,\"sequence_number\":"
        + events
        + "}";
  }
}
