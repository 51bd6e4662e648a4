package ai.preloop.activities.translation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests in one format and what becomes of them for a model of another. */
final class Requests {

  static final String CHAT_TOOL =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"t\"}}]";
  static final String MESSAGES_TOOL = "\"tools\":[{\"name\":\"t\",\"input_schema\":{}}]";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Requests() {}

  static JsonNode request(Format client, Format provider, String model, String body) {
    return JSON.readTree(
        Translation.between(client, provider, InstantSource.system())
            .request(body.getBytes(UTF_8), model, false));
  }

  /** A question of chat completions with more members, each after a comma. */
  static String chat(String more) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
  }

  static String messages(String more) {
    return "{\"max_tokens\":9000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
        + more
        + "}";
  }
}
