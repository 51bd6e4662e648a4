package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one owner, subject or default says of a call. {@code workflow} is who is asked, null when
 * nobody is named; {@code weight} is what it may do to another's.
 */
record Judgement(
    Action action,
    DecidingRule rule,
    @Nullable String message,
    @Nullable ApprovalWorkflow workflow,
    Weight weight) {

  boolean is(Action asked) {
    return action == asked;
  }

  /** The same, asked of others. */
  Judgement askedOf(ApprovalWorkflow others) {
    return new Judgement(action, rule, message, others, weight);
  }

  /** What the agent is told when this denies. */
  String denial() {
    return Objects.requireNonNullElseGet(
        message, () -> "The policy of %s does not allow this call.".formatted(rule.owner()));
  }

  /** How a judgement stands to the others. */
  enum Weight {
    /** As it is. */
    PLAIN,
    /** An ask that a subject's matching allow rule may loosen. */
    OVERRIDABLE,
    /** A subject's matching allow rule. */
    LOOSENING
  }
}
