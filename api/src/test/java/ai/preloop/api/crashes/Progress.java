package ai.preloop.api.crashes;

import tools.jackson.databind.JsonNode;

/**
 * How far an approved call is by what somebody was told; nobody hears less than was said before.
 */
enum Progress {
  ASKED,
  RUNNING,
  IN_DOUBT,
  OVER;

  /** By what an agent is told. */
  static Progress ofResult(JsonNode told) {
    return switch (told.path("status").asString("")) {
      case "pending_approval", "pending" -> ASKED;
      case "executing" -> RUNNING;
      case "outcome_unknown" -> IN_DOUBT;
      case "approved" -> told.has("tool_result") ? OVER : RUNNING;
      case String other -> throw new AssertionError("An agent was told: " + other);
    };
  }

  /** By what an approver is shown. */
  static Progress ofRequest(JsonNode shown) {
    if (shown.path("status").asString("").equals("pending")) {
      return ASKED;
    }
    return switch (shown.path("execution_status").asString("")) {
      case "none", "executing" -> RUNNING;
      case "outcome_unknown" -> IN_DOUBT;
      case "succeeded" -> OVER;
      case String other -> throw new AssertionError("An approver was shown: " + other);
    };
  }
}
