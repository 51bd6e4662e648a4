package ai.preloop.policies.documents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rule for what a tool answers, in the order of its entry's list. */
public sealed interface OutputRule {

  /** Why, for whoever reads of it. */
  @Nullable String description();

  /** Whether it has people decide about the answer. */
  default boolean asks() {
    return false;
  }

  /** Who is asked, where the rule names somebody. */
  default @Nullable String approvalWorkflow() {
    return null;
  }

  /** Where the answer has one of the places; {@code pointers} are JSON pointers (RFC 6901). */
  record Fields(
      List<String> pointers,
      Measure measure,
      @Nullable String description,
      @Nullable String approvalWorkflow)
      implements OutputRule {

    public Fields {
      pointers = List.copyOf(pointers);
    }

    @Override
    public boolean asks() {
      return measure == Measure.ASK;
    }
  }

  /** Where a text of the answer has what the regular expression (RE2) describes. */
  record Matching(
      String pattern,
      Measure measure,
      @Nullable String description,
      @Nullable String approvalWorkflow)
      implements OutputRule {

    @Override
    public boolean asks() {
      return measure == Measure.ASK;
    }
  }

  /** How many bytes the texts of the answer may have together. */
  record Cap(int maxBytes, @Nullable String description) implements OutputRule {}

  /** Where a text of the answer reads like instructions to the agent. */
  record Injection(OnInjection then, @Nullable String description) implements OutputRule {}

  /** What is done with what was found. */
  enum Measure {
    PASS,
    REDACT,
    ASK,
    DENY
  }

  /** What is done with what reads like instructions. */
  enum OnInjection {
    FLAG,
    DENY
  }
}
