package ai.preloop.policies.conditions;

/** A value that a condition cannot work with: an evaluation error, not a fault of ours. */
public final class EvaluationException extends RuntimeException {

  /** {@code reason} is shown to people and recorded; it holds no value of an argument. */
  public EvaluationException(String reason) {
    super(reason, null, false, false);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
