package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.verdicts.Rulebook.ToolRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One call before the rules: each owner and subject is heard alone, then the strictest wins. */
final class Judging {

  private final long version;
  private final Call call;
  private final CallFacts facts;
  private final List<Step> steps;
  private final List<Judgement> judgements = new ArrayList<>();

  Judging(long version, Call call, List<Step> steps) {
    this.version = version;
    this.call = call;
    this.facts = new CallFacts(call);
    this.steps = steps;
  }

  Verdict judge(ToolRules rules, List<CompiledEntry> subjects, DefaultRules defaultRules) {
    hear(rules.entries());
    for (Judgement judgement :
        defaultRules.judgements(call.tool(), rules.check(), judgements.isEmpty())) {
      judgements.add(judgement);
      steps.add(defaultRules.step(judgement));
    }
    hear(subjects);
    if (any(Action.DENY)) {
      return denied();
    }
    return any(Action.REQUIRE_APPROVAL) ? askedOrLoosened() : new Verdict.Allow(basis(judgements));
  }

  private void hear(List<CompiledEntry> entries) {
    for (CompiledEntry entry : entries) {
      Judgement judgement = entry.judge(facts, steps::add);
      if (entry.isBinding()) {
        judgements.add(judgement);
      }
    }
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
