package ai.preloop.activities.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A stream of Bedrock as the server-sent events that Anthropic sends, each as it comes. */
final class BedrockStream extends InputStream {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final AwsEvents events;
  private InputStream current = InputStream.nullInputStream();
  private boolean failed;

  BedrockStream(InputStream body) {
    this.events = new AwsEvents(body);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    Objects.checkFromIndexSize(from, most, into.length);
    if (most == 0) {
      return 0;
    }
    int read = current.read(into, from, most);
    while (read < 0) {
      AwsEvents.Event event = failed ? null : events.next();
      if (event == null) {
        return -1;
      }
      current = new ByteArrayInputStream(told(event));
      read = current.read(into, from, most);
    }
    return read;
  }

  private byte[] told(AwsEvents.Event event) throws IOException {
    try {
      JsonNode payload = JSON.readTree(event.payload());
      if (!event.headers().getOrDefault(":message-type", "event").equals("event")) {
        failed = true;
        return frame("error", error(event, payload)).getBytes(UTF_8);
      }
      JsonNode inner = JSON.readTree(payload.path("bytes").binaryValue());
      return frame(inner.path("type").asString("message"), inner.toString()).getBytes(UTF_8);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("A frame has no JSON of a model", e);
    }
  }

  private static String frame(String name, String json) {
    return "event: " + name + "\ndata: " + json + "\n\n";
  }

  private static String error(AwsEvents.Event event, JsonNode payload) {
    String type =
        event.headers().getOrDefault(":exception-type", "").startsWith("throttling")
            ? "rate_limit_error"
            : "api_error";
    return error(type, payload.path("message").asString("Bedrock ended the stream."));
  }

  /** Anthropic's shape of an error. */
  static String error(String type, String message) {
    ObjectNode told = JSON.createObjectNode().put("type", "error");
    told.putObject("error").put("type", type).put("message", message);
    return told.toString();
  }
}
