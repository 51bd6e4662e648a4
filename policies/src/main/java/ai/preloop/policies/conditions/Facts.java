package ai.preloop.policies.conditions;

/**
 * The values of the variables for one call. A condition asks only for those that it reads.
 *
 * <p>Objects are maps, absent things are empty texts and lists, {@code now} is an {@code Instant};
 * arguments are what {@link Arguments} makes of them.
 */
@FunctionalInterface
public interface Facts {

  /** Throws {@link EvaluationException} when there is a value that conditions cannot hold. */
  Object value(Variable variable);

  /**
   * Whether something was asked for, since this was asked last, that nobody knows any more: only
   * where the call is one that was recorded.
   */
  default boolean missedSomething() {
    return false;
  }
}
