package ai.preloop.policies.output;

import ai.preloop.policies.documents.OutputRule;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * What all owners say of a tool's answers: each rule of each owner looks at the answer as it came,
 * one that denies wins, and all that redact do. Immutable and thread-safe.
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

    public Owned(String owner, List<OutputRule> rules) {
      this.owner = owner;
      this.checks = rules.stream().map(Check::of).toList();
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
