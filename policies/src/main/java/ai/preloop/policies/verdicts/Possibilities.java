package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Action;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All that the rules of an entry may come to for a recorded call, rule by rule. A rule that reads
 * what the record does not have may have matched, not matched, or failed; after a failure only
 * denials are tried.
 */
final class Possibilities {

  private final Set<Judgement> ends = new LinkedHashSet<>();
  private final Set<Judgement> failures = new LinkedHashSet<>();
  private boolean unfailed = true;

  /** Whether the rule is reached, on one of the ways at least. */
  boolean reach(CompiledRule rule) {
    return unfailed || (!failures.isEmpty() && rule.is(Action.DENY));
  }

  boolean isOver() {
    return !unfailed && failures.isEmpty();
  }

  void matched(CompiledRule rule) {
    ends.add(rule.judgement());
    unfailed = false;
    if (rule.is(Action.DENY)) {
      failures.clear();
    }
  }

  void failed(Judgement afterwards) {
    if (unfailed) {
      failures.add(afterwards);
    }
    unfailed = false;
  }

  void unknown(CompiledRule rule, Judgement afterwards) {
    ends.add(rule.judgement());
    if (unfailed) {
      failures.add(afterwards);
    }
  }

  /** What holds when no rule decided is {@code otherwise}. */
  List<Judgement> with(Judgement otherwise) {
    if (unfailed) {
      ends.add(otherwise);
    }
    ends.addAll(failures);
    return List.copyOf(ends);
  }

  boolean mayBeUndecided() {
    return unfailed;
  }
}
