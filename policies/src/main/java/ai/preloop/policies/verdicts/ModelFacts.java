package ai.preloop.policies.verdicts;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks of a model. {@code inputTokens} is an estimate, {@code maxOutputTokens} null
 * where the request sets no limit, {@code tools} how many it offers the model, and {@code
 * estimateUsd} the most that it can cost, null where the model has no price. What is null is
 * missing for conditions, so one that reads it without {@code has()} cannot be evaluated.
 */
public record ModelFacts(
    long inputTokens,
    @Nullable Long maxOutputTokens,
    long tools,
    boolean stream,
    @Nullable Double estimateUsd) {

  /** That of a call which is not of a model, and of one of which nothing is known yet. */
  public static final ModelFacts NONE = new ModelFacts(0, null, 0, false, null);

  Map<String, Object> request() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("input_tokens", inputTokens);
    fields.put("tools", tools);
    fields.put("stream", stream);
    if (maxOutputTokens != null) {
      fields.put("max_output_tokens", maxOutputTokens);
    }
    return fields;
  }

  Map<String, Object> cost() {
    return estimateUsd == null ? Map.of() : Map.of("estimate_usd", estimateUsd);
  }
}
