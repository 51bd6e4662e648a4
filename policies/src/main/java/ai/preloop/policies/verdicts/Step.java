package ai.preloop.policies.verdicts;

/**
 * A rule that was tried; {@code detail} says why where there is something to say, else is empty.
 */
public record Step(DecidingRule rule, Outcome outcome, String detail) {

  /** What trying the rule gave. */
  public enum Outcome {
    MATCHED,
    NOT_MATCHED,
    ERROR,
    SKIPPED
  }
}
