package ai.preloop.policies.documents;

import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.syntax.Position;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a tool's entry, in the order of the list. A null expression matches every call;
 * {@code number} counts from 1 within its entry.
 */
public record Rule(
    int number,
    @Nullable Condition condition,
    Action action,
    @Nullable String description,
    @Nullable String approvalWorkflow,
    Mode mode,
    boolean overridable,
    Position position) {

  /** The same without where it stands, for comparing what is said. */
  public Rule unplaced() {
    return new Rule(
        number,
        condition,
        action,
        description,
        approvalWorkflow,
        mode,
        overridable,
        Position.UNKNOWN);
  }

  /** The source of a condition and the language that it is written in. */
  public record Condition(String expression, Language language) {}
}
