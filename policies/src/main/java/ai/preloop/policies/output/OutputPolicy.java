package ai.preloop.policies.output;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.OutputRule;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What all owners say of a tool's answers: each rule of each owner looks at the answer as it came,
 * one that denies wins, all that redact do, and each workflow that is asked must let it go.
 * Immutable and thread-safe.
 */
public final class OutputPolicy {

  /** Of nobody: every answer goes through unread. */
  public static final OutputPolicy NONE = new OutputPolicy(List.of());

  private static final Screened UNREADABLE =
      new Screened.Withheld("It cannot be read, so that nobody can say what is in it.");

  private final List<Owned> owners;

  private OutputPolicy(List<Owned> owners) {
    this.owners = owners;
  }

  /** One owner's rules, in their order. */
  public static final class Owned {

    private final String owner;
    private final List<Check> checks;
    private final boolean asks;

    /** {@code asked} finds who is asked by a rule that asks. */
    public Owned(
        String owner,
        List<OutputRule> rules,
        Function<OutputRule, @Nullable ApprovalWorkflow> asked) {
      this.owner = owner;
      this.checks =
          rules.stream()
              .map(rule -> Check.of(rule, rule.asks() ? asked.apply(rule) : null))
              .toList();
      this.asks = rules.stream().anyMatch(OutputRule::asks);
    }

    public boolean isEmpty() {
      return checks.isEmpty();
    }
  }

  public static OutputPolicy of(List<Owned> owners) {
    return owners.isEmpty() ? NONE : new OutputPolicy(List.copyOf(owners));
  }

  public boolean isEmpty() {
    return owners.isEmpty();
  }

  /** Whether people may be asked about an answer. */
  public boolean asks() {
    return owners.stream().anyMatch(each -> each.asks);
  }

  /** {@code json} is a tool's result, or a protocol error, as JSON. */
  public Screened screen(byte[] json) {
    if (isEmpty()) {
      return Screened.UNTOUCHED;
    }
    try {
      Plan plan = new Plan(Answer.of(json));
      owners.forEach(each -> plan.hear(each.owner, each.checks));
      return plan.carriedOut();
    } catch (JacksonException | StackOverflowError e) {
      return UNREADABLE;
    }
  }
}
