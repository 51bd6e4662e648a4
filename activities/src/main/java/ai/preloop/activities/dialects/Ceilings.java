package ai.preloop.activities.dialects;

/**
 * What is known of a model and its provider before a call. {@code contextWindow} is the largest
 * input that the provider takes for the model under any header or field, {@code maximumOutput} the
 * largest output of one answer.
 */
public record Ceilings(long contextWindow, long maximumOutput, OutputLimits outputLimits) {

  /** For a model that nobody knows. */
  public static final Ceilings UNKNOWN = new Ceilings(1_048_576, 128_000, OutputLimits.MAX_TOKENS);

  /** Which limits of output in a chat completion the provider keeps to. */
  public enum OutputLimits {
    /** Both {@code max_completion_tokens} and {@code max_tokens}: OpenAI and Azure OpenAI. */
    ALL,
    /** {@code max_tokens} only; many compatible endpoints pass over the newer name in silence. */
    MAX_TOKENS
  }
}
