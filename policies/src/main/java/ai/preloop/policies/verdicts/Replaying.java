package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Facts;
import ai.preloop.policies.documents.ApprovalWorkflow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One recorded call before the rules. Where a rule reads what is not there, all that could follow
 * is followed; the verdict is certain when it is the same at each end.
 */
final class Replaying {

  private static final int MOST_WAYS = 256;

  private final long version;
  private final Call call;
  private final Facts facts;
  private final List<Step> steps = new ArrayList<>();
  private final List<List<Judgement>> voices = new ArrayList<>();

  Replaying(long version, RecordedCall recorded) {
    this.version = version;
    this.call = recorded.call();
    this.facts = recorded.facts();
  }

  Replay replay(Speakers speakers, DefaultRules defaultRules) {
    hear(speakers.rules().entries());
    for (Judgement judgement : defaultRules.judgements(call.tool(), speakers.rules())) {
      voices.add(List.of(judgement));
      steps.addAll(defaultRules.steps(call.tool(), judgement));
    }
    hear(speakers.subjects());
    long ways = voices.stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, 1 << 20));
    return ways > MOST_WAYS ? new Replay.Unknown(steps) : agreed();
  }

  private void hear(List<CompiledEntry> entries) {
    for (CompiledEntry entry : entries) {
      List<Judgement> possible = entry.possible(facts, steps::add);
      if (entry.isBinding()) {
        voices.add(possible);
      }
    }
  }

  private Replay agreed() {
    List<Verdict> verdicts =
        ways(0).map(ends -> new Strictest(version, ends, steps).verdict()).toList();
    return verdicts.stream().map(Replaying::essence).distinct().count() == 1
        ? new Replay.Certain(verdicts.getFirst())
        : new Replay.Unknown(steps);
  }

  /** Every choice of one judgement from each voice, beginning with this voice. */
  private Stream<List<Judgement>> ways(int voice) {
    if (voice == voices.size()) {
      return Stream.of(List.of());
    }
    return voices.get(voice).stream()
        .flatMap(first ->
            ways(voice + 1)
                .map(others -> Stream.concat(Stream.of(first), others.stream()).toList()));
  }

  /** What people mean by the same verdict: why may differ. */
  private static Object essence(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allow _ -> "allow";
      case Verdict.Deny _ -> "deny";
      case Verdict.Ask ask ->
          ask.workflows().stream().map(ApprovalWorkflow::name).sorted().toList();
    };
  }
}
