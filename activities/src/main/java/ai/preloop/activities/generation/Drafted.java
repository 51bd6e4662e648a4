package ai.preloop.activities.generation;

import ai.preloop.policies.syntax.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last draft, what there is to say of it, and how it came about; {@code stopped} says why it
 * was not repaired once more, where something else than a repair ended it.
 */
record Drafted(
    Reply reply,
    List<Finding> findings,
    int attempts,
    Spending spending,
    @Nullable String stopped) {

  Drafted {
    findings = List.copyOf(findings);
  }

  boolean isValid() {
    return findings.stream().noneMatch(Finding::isError);
  }

  Drafted stopped(Spending spent, String sentence) {
    return new Drafted(reply, findings, attempts, spent, sentence);
  }
}
