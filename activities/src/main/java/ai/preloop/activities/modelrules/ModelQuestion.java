package ai.preloop.activities.modelrules;

import ai.preloop.activities.models.AiModel;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.ModelFacts;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model before the policy; {@code call} is the one of the ledger of usage, which
 * records of it share.
 */
public record ModelQuestion(UUID call, AiModel model, ModelFacts facts) {

  private static final double NANOS = 1e9;

  /**
   * What the request says; {@code bound} is the most that the call can cost on this model, in
   * nanodollars, null where it has no price.
   */
  public static ModelFacts facts(
      long inputTokens,
      @Nullable Long maxOutputTokens,
      long tools,
      boolean streamed,
      @Nullable Long bound) {
    Double estimate = bound == null ? null : bound / NANOS;
    return new ModelFacts(inputTokens, maxOutputTokens, tools, streamed, estimate);
  }

  /** The same call, had it gone to another model; {@code bound} is what it can cost there. */
  public ModelQuestion of(AiModel target, @Nullable Long bound) {
    return new ModelQuestion(
        call,
        target,
        facts(facts.inputTokens(), facts.maxOutputTokens(), facts.tools(), facts.stream(), bound));
  }

  CalledTool called() {
    return called(model);
  }

  static CalledTool called(AiModel model) {
    return CalledTool.model(
        model.alias(),
        Objects.requireNonNullElse(model.plan().provider(), ""),
        Objects.requireNonNullElse(model.plan().identifier(), ""));
  }
}
