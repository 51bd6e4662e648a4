package ai.preloop.activities.translation.responses;

import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.dialects.UsageTally;
import ai.preloop.activities.translation.conversation.Answer;
import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Stop;
import ai.preloop.activities.translation.conversation.Stop.Reason;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes whole answers of OpenAI responses. */
final class ResponsesAnswers {

  private ResponsesAnswers() {}

  static Answer read(Fields body) {
    refuseFailed(body);
    List<Part> parts = new ArrayList<>();
    for (Fields item : body.requiredObjects("output")) {
      item(item, parts);
    }
    return new Answer(
        body.text("id", ""), created(body), parts, stop(body), usage(body.within("usage")));
  }

  /** A response that failed is told with status 200 all the same. */
  private static void refuseFailed(Fields body) {
    String status = body.text("status", "");
    if (status.equals("failed") || status.equals("cancelled")) {
      String message = body.within("error").text("message");
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED,
          message == null ? "The provider's response is " + status + "." : message);
    }
  }

  static @Nullable Long created(Fields body) {
    return body.has("created_at") ? Long.valueOf(body.count("created_at")) : null;
  }

  private static void item(Fields item, List<Part> parts) {
    switch (item.text("type", "")) {
      case "message" -> parts.addAll(ResponsesItems.parts(item, "content"));
      case "function_call" -> parts.add(ResponsesItems.call(item));
      case "reasoning" -> {
        Part.Thought thought = new Part.Thought(ResponsesItems.summary(item), seal(item));
        if (thought.seal() != null || !thought.text().isEmpty()) {
          parts.add(thought);
        }
      }
      default -> {
        // Items that only OpenAI makes, by tools that a translated request cannot ask for.
      }
    }
  }

  static @Nullable Seal seal(Fields item) {
    String encrypted = item.text("encrypted_content", "");
    return encrypted.isEmpty()
        ? null
        : new Seal(Seal.RESPONSES, encrypted, item.text("id"), false, null);
  }

  static Stop stop(Fields body) {
    if (!body.text("status", "").equals("incomplete")) {
      return Stop.of(Reason.END);
    }
    String reason = body.within("incomplete_details").text("reason", "");
    return Stop.of(reason.equals("content_filter") ? Reason.REFUSAL : Reason.LENGTH);
  }

  static Usage usage(Fields usage) {
    return UsageTally.of(Operation.RESPONSES, Json.bytes(usage.node()));
  }

  static ObjectNode write(Answer answer, String model) {
    ArrayNode output = Json.array();
    for (Part part : answer.parts()) {
      ObjectNode item = item(part, answer.id() + "_" + output.size());
      if (item != null) {
        output.add(item);
      }
    }
    var envelope = new ResponseEnvelope(answer.id(), answer.createdAt(), model);
    return envelope.finished(answer.stop(), answer.usage(), output);
  }

  /** The complete item, null for what is none. */
  static @Nullable ObjectNode item(Part part, String id) {
    return switch (part) {
      case Part.Text text -> message(id, text(text.text()));
      case Part.Refusal refusal -> message(id, refusal(refusal.text()));
      case Part.Thought thought -> reasoning(id, thought);
      case Part.ToolCall call ->
          ResponsesTurns.call(call, new CallId(call.id(), call.signature()).carried())
              .put("id", "fc_" + id)
              .put("status", "completed");
      case Part.Image _, Part.Document _, Part.ToolResult _ -> null;
    };
  }

  static ObjectNode text(String text) {
    ObjectNode part = Json.object().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
  }

  static ObjectNode refusal(String text) {
    return Json.object().put("type", "refusal").put("refusal", text);
  }

  private static ObjectNode message(String id, ObjectNode part) {
    ObjectNode item = Json.object().put("type", "message").put("id", "msg_" + id);
    item.put("status", "completed").put("role", "assistant").putArray("content").add(part);
    return item;
  }

  private static ObjectNode reasoning(String id, Part.Thought thought) {
    ObjectNode item = Json.object().put("type", "reasoning").put("id", "rs_" + id);
    ResponsesTurns.summary(item, thought.text());
    return item.put("encrypted_content", thought.seal() == null ? null : thought.seal().carried());
  }
}
