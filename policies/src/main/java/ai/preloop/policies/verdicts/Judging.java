package ai.preloop.policies.verdicts;

import java.util.ArrayList;
import java.util.List;

/** One call before the rules: each owner and subject is heard alone, then the strictest wins. */
final class Judging {

  private final long version;
  private final Call call;
  private final CallVariables facts;
  private final List<Step> steps;
  private final List<Judgement> judgements = new ArrayList<>();

  Judging(long version, Call call, List<Step> steps) {
    this.version = version;
    this.call = call;
    this.facts = new CallVariables(call);
    this.steps = steps;
  }

  Verdict judge(Speakers speakers, DefaultRules defaultRules) {
    hear(speakers.rules().entries());
    for (Judgement judgement : defaultRules.judgements(call.tool(), speakers.rules())) {
      judgements.add(judgement);
      steps.addAll(defaultRules.steps(call.tool(), judgement));
    }
    hear(speakers.subjects());
    return new Strictest(version, judgements, steps).verdict();
  }

  private void hear(List<CompiledEntry> entries) {
    for (CompiledEntry entry : entries) {
      Judgement judgement = entry.judge(facts, steps::add);
      if (entry.isBinding()) {
        judgements.add(judgement);
      }
    }
  }
}
