package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.policy.Upload.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The documents of one run on their way to be in force: what is, what was refused, what waits. */
final class Rollout {

  private final Upload upload;
  private final List<PolicySource> waiting;
  private final List<Result> applied = new ArrayList<>();
  private @Nullable Integer expected;

  /** {@code expected} is the version that must still be in force when it begins; null is any. */
  Rollout(Upload upload, @Nullable Integer expected) {
    this.upload = upload;
    this.expected = expected;
    waiting = new ArrayList<>(upload.batch().sources());
  }

  List<Result> applied() {
    return applied;
  }

  List<PolicySource> waiting() {
    return waiting;
  }

  /** What every document would do alone; nothing changes. */
  List<Result> rehearse() {
    return upload.batch().sources().stream()
        .map(source -> upload.rehearse(source, expected))
        .toList();
  }

  /** Applies all in order, what uses another document's names after it; answers the refused one. */
  Optional<Result> run() {
    while (!waiting.isEmpty()) {
      int before = waiting.size();
      var early = new ArrayList<Result>();
      for (PolicySource source : List.copyOf(waiting)) {
        Result result = upload.apply(source, expected);
        if (result.isTaken()) {
          take(result);
        } else if (result.isEarly()) {
          early.add(result.alone());
        } else {
          return Optional.of(result);
        }
      }
      if (waiting.size() == before) {
        return early.stream().findFirst();
      }
    }
    return Optional.empty();
  }

  /** Whoever expects a version expects the next document on top of what this one made. */
  private void take(Result result) {
    waiting.remove(result.source());
    applied.add(result);
    expected = expected == null ? null : result.version();
  }
}
