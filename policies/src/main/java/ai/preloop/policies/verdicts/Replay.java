package ai.preloop.policies.verdicts;

import java.util.List;

/** What a policy says of a call that was recorded. */
public sealed interface Replay {

  /** The rules that were tried. */
  List<Step> steps();

  /** It is certain, whatever it is that the record does not have. */
  record Certain(Verdict verdict) implements Replay {

    @Override
    public List<Step> steps() {
      return verdict.basis().steps();
    }
  }

  /** It depends on something that the record does not have; never a guess. */
  record Unknown(List<Step> steps) implements Replay {

    public Unknown {
      steps = List.copyOf(steps);
    }
  }
}
