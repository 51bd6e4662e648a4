package ai.preloop.activities.translation.responses;

import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.Stop;
import ai.preloop.activities.translation.conversation.Stop.Reason;
import ai.preloop.activities.translation.wire.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The response object, as it is when it begins and when it ends. */
record ResponseEnvelope(String id, long created, String model) {

  ObjectNode begun() {
    ObjectNode json = head("in_progress").putNull("error").putNull("incomplete_details");
    json.putArray("output");
    return tail(json).putNull("usage");
  }

  ObjectNode finished(Stop stop, Usage usage, ArrayNode output) {
    boolean cut = isIncomplete(stop);
    ObjectNode json = head(cut ? "incomplete" : "completed").putNull("error");
    if (cut) {
      boolean length = stop.reason() == Reason.LENGTH;
      json.putObject("incomplete_details")
          .put("reason", length ? "max_output_tokens" : "content_filter");
    } else {
      json.putNull("incomplete_details");
    }
    json.set("output", output);
    tail(json).set("usage", usage(usage));
    return json;
  }

  ObjectNode failed(Failure failure, ArrayNode output) {
    ObjectNode json = head("failed");
    json.putObject("error").put("code", code(failure)).put("message", failure.message());
    json.putNull("incomplete_details").set("output", output);
    return tail(json).putNull("usage");
  }

  static boolean isIncomplete(Stop stop) {
    return stop.reason() == Reason.LENGTH || stop.reason() == Reason.REFUSAL;
  }

  static String code(Failure failure) {
    return switch (failure.status()) {
      case 429 -> "rate_limit_exceeded";
      case 400, 413 -> failure.code() == null ? "invalid_prompt" : failure.code();
      default -> "server_error";
    };
  }

  private ObjectNode head(String status) {
    return Json.object()
        .put("id", id.startsWith("resp_") ? id : "resp_" + id)
        .put("object", "response")
        .put("created_at", created)
        .put("status", status);
  }

  private ObjectNode tail(ObjectNode json) {
    json.put("model", model).put("parallel_tool_calls", true).put("tool_choice", "auto");
    json.putArray("tools");
    json.putNull("instructions").putNull("temperature").putNull("top_p").putObject("metadata");
    return json.put("store", false);
  }

  private static ObjectNode usage(Usage usage) {
    ObjectNode json = Json.object().put("input_tokens", usage.input());
    json.putObject("input_tokens_details")
        .put("cached_tokens", usage.cacheRead())
        .put("cache_write_tokens", usage.cacheWrite());
    json.put("output_tokens", usage.output());
    json.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
    return json.put("total_tokens", usage.total());
  }
}
