package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Read;
import ai.preloop.policies.documents.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that was tried; {@code detail} says why where there is something to say, else is empty;
 * {@code reads} is what its condition looks at; {@code shadowed} is what it would have said where
 * it holds and does not bind, null otherwise.
 */
public record Step(
    DecidingRule rule,
    Outcome outcome,
    String detail,
    List<Read> reads,
    @Nullable Action shadowed) {

  private static final String SHADOW = "shadow: does not bind";

  public Step {
    reads = List.copyOf(reads);
  }

  Step(DecidingRule rule, Outcome outcome, String detail, List<Read> reads) {
    this(rule, outcome, detail, reads, null);
  }

  /** A step without a condition. */
  Step(DecidingRule rule, Outcome outcome, String detail) {
    this(rule, outcome, detail, List.of());
  }

  /** The same where it does not bind. */
  Step shadowing(Action action) {
    return new Step(rule, outcome, SHADOW, reads, action);
  }

  /** What trying the rule gave. */
  public enum Outcome {
    MATCHED,
    NOT_MATCHED,
    ERROR,
    SKIPPED,
    /** It reads what the record of a call does not have. */
    UNKNOWN
  }
}
