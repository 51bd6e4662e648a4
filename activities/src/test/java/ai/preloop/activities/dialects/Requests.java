package ai.preloop.activities.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.json.StrictJson.Limits;
import org.jspecify.annotations.Nullable;

/** Requests that are written with single quotes. */
final class Requests {

  private Requests() {}

  static ModelRequest chat(String body) {
    return read(Operation.CHAT_COMPLETIONS, null, body);
  }

  static ModelRequest responses(String body) {
    return read(Operation.RESPONSES, null, body);
  }

  static ModelRequest messages(String body) {
    return read(Operation.MESSAGES, null, body);
  }

  static ModelRequest gemini(String body) {
    return read(Operation.GENERATE_CONTENT, "gemini-2.5-flash", body);
  }

  static ModelRequest read(Operation operation, @Nullable String inPath, String body) {
    return ModelRequest.read(operation, inPath, bytes(body), Limits.REQUEST);
  }

  static byte[] bytes(String body) {
    return body.replace('\'', '"').getBytes(UTF_8);
  }
}
