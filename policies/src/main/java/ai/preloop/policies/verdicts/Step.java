package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Read;
import java.util.List;

/**
 * A rule that was tried; {@code detail} says why where there is something to say, else is empty;
 * {@code reads} is what its condition looks at.
 */
public record Step(DecidingRule rule, Outcome outcome, String detail, List<Read> reads) {

  public Step {
    reads = List.copyOf(reads);
  }

  /** A step without a condition. */
  Step(DecidingRule rule, Outcome outcome, String detail) {
    this(rule, outcome, detail, List.of());
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
