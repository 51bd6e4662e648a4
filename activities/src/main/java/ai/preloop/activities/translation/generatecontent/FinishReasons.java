package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.Stop;
import ai.preloop.activities.translation.conversation.Stop.Reason;
import ai.preloop.activities.translation.wire.Fields;
import java.util.Optional;
import java.util.Set;

/** Why Gemini ends an answer, as its reference of {@code FinishReason} says it. */
final class FinishReasons {

  private static final Set<String> FAILURES =
      Set.of(
          "MALFORMED_FUNCTION_CALL",
          "MALFORMED_RESPONSE",
          "MISSING_THOUGHT_SIGNATURE",
          "TOO_MANY_TOOL_CALLS",
          "UNEXPECTED_TOOL_CALL");

  private FinishReasons() {}

  static Stop stop(Fields body, Fields candidate) {
    if (body.within("promptFeedback").has("blockReason")) {
      return Stop.of(Reason.REFUSAL);
    }
    return Stop.of(
        switch (candidate.text("finishReason", "STOP")) {
          case "MAX_TOKENS" -> Reason.LENGTH;
          case "SAFETY",
              "RECITATION",
              "LANGUAGE",
              "BLOCKLIST",
              "PROHIBITED_CONTENT",
              "SPII",
              "IMAGE_SAFETY",
              "IMAGE_PROHIBITED_CONTENT",
              "IMAGE_RECITATION" ->
              Reason.REFUSAL;
          default -> Reason.END;
        });
  }

  /** Where the model made a call that is none, what it said is no answer. */
  static Optional<Failure> failure(Fields candidate) {
    String reason = candidate.text("finishReason", "STOP");
    return FAILURES.contains(reason)
        ? Optional.of(
            new Failure(
                502,
                "The model called a tool in a way that cannot be read (%s): ask again."
                    .formatted(reason),
                "tool_call_unreadable"))
        : Optional.empty();
  }
}
