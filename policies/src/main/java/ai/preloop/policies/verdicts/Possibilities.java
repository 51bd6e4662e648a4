package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Action;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the rules of an entry may come to, rule by rule: one end for a call, and more for a
 * recorded one, where a rule that reads what the record does not have may have matched, not
 * matched, or failed. After a failure only denials are tried.
 */
final class Possibilities {

  // Lists of hardly ever more than one, because each call makes them.
  private final List<Judgement> ends = new ArrayList<>(0);
  private final List<Judgement> failures = new ArrayList<>(0);
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
    return ends.stream().distinct().toList();
  }

  /** The one end that there is where nothing was unknown. */
  Judgement only(Judgement otherwise) {
    if (unfailed) {
      return otherwise;
    }
    return ends.isEmpty() ? failures.getFirst() : ends.getFirst();
  }

  boolean mayBeUndecided() {
    return unfailed;
  }
}
