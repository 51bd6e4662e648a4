package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonText;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A failure as the official client of a dialect reads it; {@code code} is a machine's word for it.
 */
public record ErrorEnvelope(
    int status, String message, @Nullable String code, @Nullable String requestId) {

  public static ErrorEnvelope of(ProblemException problem, @Nullable String requestId) {
    return new ErrorEnvelope(
        problem.type().status(), problem.detail(), code(problem.type()), requestId);
  }

  /** The providers' own words where they have some. */
  private static String code(ProblemType type) {
    if (type == ProblemType.NOT_FOUND) {
      return "model_not_found";
    }
    if (type == ProblemType.UNAUTHENTICATED) {
      return "invalid_api_key";
    }
    return type == ProblemType.RATE_LIMITED ? "rate_limit_exceeded" : type.slug().replace('-', '_');
  }

  /** The whole body of an answer with that status, as JSON. */
  public byte[] bytes(Dialect dialect) {
    return json(dialect).getBytes(StandardCharsets.UTF_8);
  }

  String json(Dialect dialect) {
    return switch (dialect) {
      case OPENAI -> openAi();
      case ANTHROPIC -> anthropic();
      case GEMINI -> gemini();
    };
  }

  /** OpenAI's API reference, "Error codes". */
  private String openAi() {
    return "{\"error\":{\"message\":"
        + JsonText.quote(message)
        + ",\"type\":\""
        + ErrorWords.openAi(status)
        + "\",\"param\":null,\"code\":"
        + quoted(code)
        + "}}";
  }

  /** Anthropic's API reference, "Errors"; the code is beside what it has. */
  private String anthropic() {
    return "{\"type\":\"error\",\"error\":{\"type\":\""
        + ErrorWords.anthropic(status)
        + "\",\"message\":"
        + JsonText.quote(message)
        + (code == null ? "" : ",\"code\":" + JsonText.quote(code))
        + "},\"request_id\":"
        + quoted(requestId)
        + "}";
  }

  /** {@code google.rpc.Status} with {@code google.rpc.ErrorInfo} (AIP-193). */
  private String gemini() {
    return "{\"error\":{\"code\":"
        + status
        + ",\"message\":"
        + JsonText.quote(message)
        + ",\"status\":\""
        + ErrorWords.gemini(status)
        + "\""
        + (code == null ? "" : ",\"details\":[" + errorInfo(code) + "]")
        + "}}";
  }

  private static String errorInfo(String code) {
    return "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":"
        + JsonText.quote(code.toUpperCase(Locale.ROOT))
        + ",\"domain\":\"preloop.ai\",\"metadata\":{\"code\":"
        + JsonText.quote(code)
        + "}}";
  }

  static String quoted(@Nullable String text) {
    return text == null ? "null" : JsonText.quote(text);
  }
}
