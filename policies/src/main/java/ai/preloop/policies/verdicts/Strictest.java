package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What follows from all that was said of a call: the strictest wins. */
record Strictest(long version, List<Judgement> judgements, List<Step> steps) {

  Verdict verdict() {
    if (any(Action.DENY)) {
      return denied();
    }
    return any(Action.REQUIRE_APPROVAL) ? askedOrLoosened() : new Verdict.Allow(basis(judgements));
  }

  private Verdict denied() {
    List<Judgement> denials = those(Action.DENY);
    return new Verdict.Deny(Verdict.Cause.RULE, denials.getFirst().denial(), basis(denials));
  }

  private Verdict askedOrLoosened() {
    List<Judgement> asks = remainingAsks(judgements);
    return asks.isEmpty() ? new Verdict.Allow(basis(loosening(judgements))) : asked(asks);
  }

  /** The asks that no subject's allow rule loosens. */
  static List<Judgement> remainingAsks(List<Judgement> judgements) {
    boolean loosened = !loosening(judgements).isEmpty();
    return judgements.stream()
        .filter(each -> each.is(Action.REQUIRE_APPROVAL))
        .filter(each -> !loosened || each.weight() != Judgement.Weight.OVERRIDABLE)
        .toList();
  }

  private static List<Judgement> loosening(List<Judgement> judgements) {
    return judgements.stream().filter(each -> each.weight() == Judgement.Weight.LOOSENING).toList();
  }

  private Verdict asked(List<Judgement> asks) {
    if (asks.stream().anyMatch(each -> each.workflow() == null)) {
      return new Verdict.Deny(
          Verdict.Cause.NO_WORKFLOW,
          "This call needs an approval, and the policy names no approval workflow for it.",
          basis(asks));
    }
    List<ApprovalWorkflow> workflows =
        asks.stream().map(Judgement::workflow).map(Objects::requireNonNull).distinct().toList();
    return new Verdict.Ask(workflows, basis(asks));
  }

  private boolean any(Action action) {
    for (Judgement judgement : judgements) {
      if (judgement.is(action)) {
        return true;
      }
    }
    return false;
  }

  private List<Judgement> those(Action action) {
    return judgements.stream().filter(each -> each.is(action)).toList();
  }

  private Verdict.Basis basis(List<Judgement> deciding) {
    List<DecidingRule> rules = new ArrayList<>(deciding.size());
    for (Judgement judgement : deciding) {
      rules.add(judgement.rule());
    }
    return new Verdict.Basis(version, rules, steps);
  }
}
