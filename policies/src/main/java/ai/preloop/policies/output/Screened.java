package ai.preloop.policies.output;

import ai.preloop.policies.documents.ApprovalWorkflow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a tool's answer. */
public sealed interface Screened {

  Screened UNTOUCHED = new Untouched();

  /** It goes through as it came, byte for byte. */
  record Untouched() implements Screened {}

  /** It goes through as {@code json}. */
  record Changed(byte[] json, Set<Change> changes) implements Screened {

    public Changed {
      changes = Set.copyOf(changes);
    }
  }

  /** It does not go through; the agent reads the sentence. */
  record Withheld(String sentence) implements Screened {}

  /** People decide whether {@code released} goes through; each of the workflows must approve. */
  record Asked(Screened released, List<ApprovalWorkflow> workflows, List<Asking> rules)
      implements Screened {

    public Asked {
      workflows = List.copyOf(workflows);
      rules = List.copyOf(rules);
    }
  }

  /** A rule that asks: whose it is, and its number in the list. */
  record Asking(String owner, int number, @Nullable String description) {}

  /** What was done with it. */
  enum Change {
    REDACTED,
    CUT,
    FLAGGED
  }
}
