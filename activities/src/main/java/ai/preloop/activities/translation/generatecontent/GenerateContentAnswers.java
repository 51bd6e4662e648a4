package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.dialects.Dialect;
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

/** Reads and writes whole answers of Gemini's generateContent. */
final class GenerateContentAnswers {

  /** Chats of Google's clients forget a turn of which an answer, or a piece of one, has no part. */
  static final ObjectNode NOTHING = Json.object().put("text", "");

  private GenerateContentAnswers() {}

  static Answer read(Fields body) {
    Fields candidate = candidate(body);
    FinishReasons.failure(candidate)
        .ifPresent(failure -> {
          throw new ProblemException(ProblemType.UPSTREAM_FAILED, failure.message());
        });
    List<Part> parts = new ArrayList<>();
    String id = body.text("responseId", "");
    for (Fields part : candidate.within("content").objects("parts")) {
      part(part, id, parts);
    }
    return new Answer(id, null, parts, FinishReasons.stop(body, candidate), usage(body));
  }

  static Fields candidate(Fields body) {
    List<Fields> candidates = body.objects("candidates");
    return candidates.isEmpty() ? body.within("candidate") : candidates.getFirst();
  }

  private static void part(Fields part, String answerId, List<Part> parts) {
    if (part.has("functionCall")) {
      Fields call = part.within("functionCall");
      parts.add(
          new Part.ToolCall(
              callId(call, answerId, calls(parts)),
              call.text("name", ""),
              call.within("args").node(),
              part.text("thoughtSignature"),
              null));
    } else if (!part.text("text", "").isEmpty()) {
      String text = part.requiredText("text");
      parts.add(part.isTrue("thought") ? new Part.Thought(text, null) : Part.Text.of(text));
    }
  }

  private static int calls(List<Part> parts) {
    return (int) parts.stream().filter(Part.ToolCall.class::isInstance).count();
  }

  /** Gemini may give no id: the answer's and the call's number make one, always the same. */
  static String callId(Fields call, String answerId, int number) {
    String id = call.text("id", "");
    return id.isEmpty() ? "call_" + answerId + "_" + number : id;
  }

  static Usage usage(Fields body) {
    byte[] usage = Json.bytes(body.within("usageMetadata").node());
    return UsageTally.of(Operation.GENERATE_CONTENT, usage);
  }

  static ObjectNode write(Answer answer, String model) {
    ArrayNode parts = Json.array();
    for (Part part : answer.parts()) {
      ObjectNode written = part(part);
      if (written != null) {
        parts.add(written);
      }
    }
    if (parts.isEmpty()) {
      parts.add(NOTHING.deepCopy());
    }
    var envelope = new Envelope(answer.id(), model);
    return envelope.finished(parts, answer.stop(), answer.usage());
  }

  static ObjectNode thought(String text, @Nullable Seal seal) {
    ObjectNode json = Json.object().put("text", text).put("thought", true);
    return seal == null ? json : json.put("thoughtSignature", seal.carried());
  }

  private static @Nullable ObjectNode part(Part part) {
    return switch (part) {
      case Part.Text text -> Json.object().put("text", text.text());
      case Part.Refusal refusal -> Json.object().put("text", refusal.text());
      case Part.Thought thought -> thought(thought.text(), thought.seal());
      case Part.ToolCall call ->
          GenerateContentParts.call(call, new CallId(call.id(), call.signature()).carried());
      case Part.Image _, Part.Document _, Part.ToolResult _ -> null;
    };
  }

  /** What is around the parts of an answer, or of a piece of one. */
  record Envelope(String id, String model) {

    ObjectNode piece(ArrayNode parts) {
      ObjectNode json = Json.object();
      candidate(json, parts);
      return tail(json);
    }

    ObjectNode finished(ArrayNode parts, Stop stop, Usage usage) {
      ObjectNode json = Json.object();
      candidate(json, parts).put("finishReason", word(stop.reason()));
      json.set("usageMetadata", counted(usage));
      return tail(json);
    }

    private static ObjectNode candidate(ObjectNode json, ArrayNode parts) {
      ObjectNode candidate = json.putArray("candidates").addObject();
      candidate.putObject("content").put("role", "model").set("parts", parts);
      return candidate.put("index", 0);
    }

    private ObjectNode tail(ObjectNode json) {
      return json.put("modelVersion", model).put("responseId", id);
    }

    private static String word(Reason reason) {
      return switch (reason) {
        case END, SEQUENCE, TOOL_CALLS, PAUSE -> "STOP";
        case LENGTH -> "MAX_TOKENS";
        case REFUSAL -> "SAFETY";
      };
    }

    private static ObjectNode counted(Usage usage) {
      return Json.object()
          .put("promptTokenCount", usage.inputOf(Dialect.GEMINI))
          .put("cachedContentTokenCount", usage.cacheRead())
          .put("candidatesTokenCount", usage.outputOf(Dialect.GEMINI))
          .put("thoughtsTokenCount", usage.reasoning())
          .put("totalTokenCount", usage.total());
    }
  }
}
