package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Condition;
import ai.preloop.policies.conditions.Facts;
import ai.preloop.policies.conditions.Outcome;
import ai.preloop.policies.documents.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition of an entry, ready to run; its steps are made once, so that trying it costs none. */
final class CompiledRule {

  private final @Nullable Condition condition;
  private final boolean shadow;
  private final Judgement judgement;
  private final Step matched;
  private final Step notMatched;
  private final Step skipped;

  /** A null condition matches every call. */
  CompiledRule(@Nullable Condition condition, boolean shadow, Judgement judgement) {
    this.condition = condition;
    this.shadow = shadow;
    this.judgement = judgement;
    Step matched = step(Step.Outcome.MATCHED, "");
    this.matched = shadow ? matched.shadowing(judgement.action()) : matched;
    this.notMatched = step(Step.Outcome.NOT_MATCHED, "");
    this.skipped = step(Step.Outcome.SKIPPED, "after an error only denials are tried");
  }

  Step attempt(Facts facts) {
    return condition == null
        ? matched
        : switch (condition.evaluate(facts)) {
          case Outcome.Matched _ -> matched;
          case Outcome.NotMatched _ -> notMatched;
          case Outcome.Unknown _ -> step(Step.Outcome.UNKNOWN, "the record does not have it");
          case Outcome.Failed failed -> step(Step.Outcome.ERROR, failed.reason());
        };
  }

  Step skipped() {
    return skipped;
  }

  /** What it says when it matches. */
  Judgement judgement() {
    return judgement;
  }

  boolean isShadow() {
    return shadow;
  }

  boolean isCatchAll() {
    return condition == null;
  }

  boolean is(Action action) {
    return judgement.is(action);
  }

  private Step step(Step.Outcome outcome, String detail) {
    return new Step(
        judgement.rule(), outcome, detail, condition == null ? List.of() : condition.reads());
  }
}
