package ai.preloop.policies.conditions;

/** What evaluating a condition gave. */
public sealed interface Outcome {

  Outcome MATCHED = new Matched();
  Outcome NOT_MATCHED = new NotMatched();
  Outcome UNKNOWN = new Unknown();

  static Outcome of(boolean matched) {
    return matched ? MATCHED : NOT_MATCHED;
  }

  /** The condition holds. */
  record Matched() implements Outcome {}

  /** The condition does not hold. */
  record NotMatched() implements Outcome {}

  /** It cannot be said; {@code reason} holds no value of an argument. */
  record Failed(String reason) implements Outcome {}

  /** It reads what a record of the call does not have. */
  record Unknown() implements Outcome {}
}
