package ai.preloop.activities.translation.wire;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Server-sent events to be written. */
public final class EventText {

  private EventText() {}

  public static byte[] data(JsonNode data) {
    return Json.utf8("data: " + Json.text(data) + "\n\n");
  }

  public static byte[] named(String event, JsonNode data) {
    return Json.utf8("event: " + event + "\ndata: " + Json.text(data) + "\n\n");
  }

  /** What ends a stream of chat completions. */
  public static byte[] done() {
    return "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
  }
}
