package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.wire.Json;
import tools.jackson.databind.node.ObjectNode;

/** Writes errors as Google's interfaces do. */
final class GenerateContentErrors {

  private GenerateContentErrors() {}

  static ObjectNode write(Failure failure) {
    ObjectNode json = Json.object();
    json.putObject("error")
        .put("code", failure.status())
        .put("message", failure.message())
        .put("status", word(failure.status()));
    return json;
  }

  private static String word(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 502, 503, 529 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
    };
  }
}
