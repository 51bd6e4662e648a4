package ai.preloop.activities.dialects;

import static ai.preloop.activities.dialects.Members.spelled;

import ai.preloop.activities.dialects.Ceilings.OutputLimits;
import ai.preloop.activities.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * How much output a request asks for. {@code limit} is what every provider keeps to, {@code
 * newerLimit} what only some do, null where not said; {@code beside} is charged beyond the limit.
 */
record OutputAsked(@Nullable Long limit, @Nullable Long newerLimit, long beside, long answers) {

  private static final OutputAsked NOTHING = new OutputAsked(null, null, 0, 1);

  static OutputAsked of(Operation operation, JsonSlice body) {
    return switch (operation) {
      case CHAT_COMPLETIONS -> chat(body);
      case RESPONSES -> limited(body, "max_output_tokens");
      case MESSAGES -> limited(body, "max_tokens");
      case GENERATE_CONTENT, STREAM_GENERATE_CONTENT -> gemini(body);
      case EMBEDDINGS, COUNT_RESPONSE_TOKENS, COUNT_MESSAGE_TOKENS, COUNT_TOKENS -> NOTHING;
    };
  }

  private static OutputAsked limited(JsonSlice body, String name) {
    return new OutputAsked(Amounts.positive(name, body.member(name)), null, 0, 1);
  }

  /**
   * What of a prediction does not come true is charged as output too (OpenAI, "Predicted Outputs");
   * it has no more tokens than bytes.
   */
  private static OutputAsked chat(JsonSlice body) {
    @Nullable JsonSlice[] found =
        body.pick("max_tokens", "max_completion_tokens", "prediction", "n", "best_of");
    Long n = Amounts.positive("n", found[3]);
    Long best = Amounts.positive("best_of", found[4]);
    return new OutputAsked(
        Amounts.positive("max_tokens", found[0]),
        Amounts.positive("max_completion_tokens", found[1]),
        found[2] == null ? 0 : found[2].length(),
        Math.max(n == null ? 1 : n, best == null ? 1 : best));
  }

  /** Thoughts are counted apart, so what may be thought is added to what may be said. */
  private static OutputAsked gemini(JsonSlice body) {
    JsonSlice config = spelled(body, "generationConfig");
    if (config == null) {
      return NOTHING;
    }
    JsonSlice thinking = spelled(config, "thinkingConfig");
    Long answers = Amounts.positive("candidateCount", spelled(config, "candidateCount"));
    return new OutputAsked(
        Amounts.positive("maxOutputTokens", spelled(config, "maxOutputTokens")),
        null,
        thinking == null ? 0 : thoughts(spelled(thinking, "thinkingBudget")),
        answers == null ? 1 : answers);
  }

  /** Minus one leaves the thinking to the model, within the limit. */
  private static long thoughts(@Nullable JsonSlice budget) {
    if (budget != null && (budget.toString().equals("-1") || "-1".equals(budget.text()))) {
      return 0;
    }
    Long thoughts = Amounts.positive("thinkingBudget", budget);
    return thoughts == null ? 0 : thoughts;
  }

  @Nullable Long largest() {
    if (limit == null || newerLimit == null) {
      return limit == null ? newerLimit : limit;
    }
    return Math.max(limit, newerLimit);
  }

  /** Who is said to keep to the older limit alone may go by the newer one where both are there. */
  long most(Ceilings ceilings) {
    boolean keepsNewer = limit != null || ceilings.outputLimits() == OutputLimits.ALL;
    Long kept = keepsNewer ? largest() : null;
    long unkept = Math.max(ceilings.maximumOutput(), newerLimit == null ? 0 : newerLimit);
    // Ten digits times ten digits at the most, so this does not overflow.
    return ((kept == null ? unkept : kept) + beside) * answers;
  }
}
