package ai.preloop.activities.policies;

import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.verdicts.DecidingRule;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would have said of recorded calls. Of a call whose record does not have what a rule
 * reads it is unknown, and counted as that. {@code truncated} says that there are older ones that
 * were not looked at.
 */
public record Backtest(
    Instant from,
    Instant to,
    Counts counts,
    List<Transition> transitions,
    List<Changed> changes,
    List<Fired> rules,
    boolean truncated,
    List<Finding> findings) {

  public Backtest {
    transitions = List.copyOf(transitions);
    changes = List.copyOf(changes);
    rules = List.copyOf(rules);
    findings = List.copyOf(findings);
  }

  /** How many calls; {@code asked} before and after count those of which both are known. */
  public record Counts(
      long calls, long unchanged, long changed, long unknown, long askedBefore, long askedAfter) {}

  /** How many calls would go from one verdict to another, or to where nobody can know it. */
  public record Transition(String before, String after, long calls) {}

  /** A call of which the verdict would be another, or is unknown. */
  public record Changed(
      UUID record,
      Instant at,
      String server,
      String tool,
      String principal,
      String before,
      String after,
      @Nullable DecidingRule rule) {}

  /** How often a rule would have matched, failed, or done what nobody can know any more. */
  public record Fired(DecidingRule rule, long fired, long errors, long unknown) {}
}
