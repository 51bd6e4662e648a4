package ai.preloop.activities.attempts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request as the fake provider got it; the names of headers are read in any case. */
public record FakeRequest(
    String method,
    String path,
    @Nullable String query,
    Map<String, List<String>> headers,
    byte[] body) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body, or an empty object where it is none. */
  public JsonNode json() {
    try {
      return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }

  String model() {
    return json().path("model").asString("unnamed");
  }

  boolean isStreamed() {
    return json().path("stream").asBoolean(false);
  }
}
