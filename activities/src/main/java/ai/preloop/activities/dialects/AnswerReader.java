package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole answers; what is not understood, or is said by half, is left unsaid, for providers
 * change them freely.
 */
public final class AnswerReader {

  /** An answer is in memory when it is read; a batch of embeddings is larger than most. */
  private static final Limits LIMITS = Limits.ANSWER.withBytes(Integer.MAX_VALUE);

  private AnswerReader() {}

  public static Answer read(Operation operation, byte[] body) {
    return read(operation, body, _ -> {});
  }

  /** {@code seen} takes the answer too, where it is understood. */
  public static Answer read(Operation operation, byte[] body, Consumer<JsonSlice> seen) {
    JsonSlice answer;
    try {
      answer = StrictJson.read(body, LIMITS);
    } catch (MalformedMessage notUnderstood) {
      return Answer.SILENT;
    }
    // Gemini wraps the error of a stream without SSE in an array.
    boolean wrapped = answer.is(JsonType.ARRAY) && answer.elements().size() == 1;
    JsonSlice unwrapped = wrapped ? answer.elements().getFirst() : answer;
    seen.accept(unwrapped);
    return read(operation, unwrapped);
  }

  private static Answer read(Operation operation, JsonSlice answer) {
    boolean gemini = operation.dialect() == Dialect.GEMINI;
    @Nullable JsonSlice[] found =
        gemini
            ? answer.pick("usageMetadata", "responseId", "modelVersion", "error")
            : answer.pick("usage", "id", "model", "error");
    UsageTally tally = new UsageTally(operation);
    if (!operation.isCounting()) {
      tally.absorb(found[0]);
    }
    return new Answer(
        tally.usage(),
        Progress.textOf(found[1]),
        Progress.textOf(found[2]),
        Members.isSaid(found[3]));
  }
}
