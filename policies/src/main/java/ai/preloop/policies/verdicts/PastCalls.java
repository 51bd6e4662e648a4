package ai.preloop.policies.verdicts;

import java.util.List;
import java.util.Optional;

/** What a policy says of calls that were recorded, as far as their records can tell. */
record PastCalls(long version, Gate gate, Rulebook rulebook, DefaultRules defaultRules) {

  /** By the tool's schema of now. */
  Replay replay(RecordedCall recorded) {
    return refused(recorded).or(() -> unfit(recorded)).orElseGet(() -> byRules(recorded));
  }

  /** By the policy that judged it: what was let through then had fitted the schema of then. */
  Retold retell(RecordedCall recorded) {
    Replay replay =
        recorded.fitted()
            ? refused(recorded).orElseGet(() -> byRules(recorded))
            : doubted(replay(recorded));
    ValuesRead values = new ValuesRead(recorded.asRecorded());
    return new Retold(
        replay,
        replay.steps().stream().map(step -> new Explanation.Tried(step, values.of(step))).toList());
  }

  /** A call that was denied may have been unfit for the schema of then, which nobody knows. */
  private static Replay doubted(Replay replay) {
    return replay instanceof Replay.Certain(Verdict verdict) && !(verdict instanceof Verdict.Deny)
        ? new Replay.Unknown(replay.steps())
        : replay;
  }

  private Replay byRules(RecordedCall recorded) {
    return new Replaying(version, recorded).replay(speakers(recorded), defaultRules);
  }

  private Optional<Replay> refused(RecordedCall recorded) {
    return gate.refusal(recorded.call(), speakers(recorded)).map(Replay.Certain::new);
  }

  /** Arguments that do not fit, or of which nobody can know whether they did. */
  private Optional<Replay> unfit(RecordedCall recorded) {
    ArgumentCheck check = rulebook.of(recorded.call().tool()).check();
    if (!gate.checks(check)) {
      return Optional.empty();
    }
    Optional<Verdict> denial = gate.unfit(check, recorded::bytes);
    boolean unclear = denial.isPresent() || !recorded.fitted();
    return unclear && !recorded.isWhole()
        ? Optional.of(new Replay.Unknown(List.of()))
        : denial.map(Replay.Certain::new);
  }

  private Speakers speakers(RecordedCall recorded) {
    return rulebook.speakers(recorded.call().tool(), recorded.call().caller());
  }
}
