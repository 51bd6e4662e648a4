package ai.preloop.activities.translation.openai;

import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.wire.Json;
import tools.jackson.databind.node.ObjectNode;

/** Writes errors as OpenAI does. */
public final class OpenAiErrors {

  private OpenAiErrors() {}

  public static ObjectNode write(Failure failure) {
    ObjectNode json = Json.object();
    json.putObject("error")
        .put("message", failure.message())
        .put("type", type(failure.status()))
        .putNull("param")
        .put("code", failure.code());
    return json;
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 429 -> "rate_limit_error";
      default -> status >= 500 ? "server_error" : "invalid_request_error";
    };
  }
}
