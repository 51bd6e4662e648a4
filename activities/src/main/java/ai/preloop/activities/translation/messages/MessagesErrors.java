package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.wire.Json;
import tools.jackson.databind.node.ObjectNode;

/** Writes errors as Anthropic does. */
final class MessagesErrors {

  private MessagesErrors() {}

  static ObjectNode write(Failure failure) {
    ObjectNode json = Json.object().put("type", "error");
    json.putObject("error").put("type", type(failure.status())).put("message", failure.message());
    return json;
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 503, 529 -> "overloaded_error";
      default -> status >= 500 ? "api_error" : "invalid_request_error";
    };
  }
}
