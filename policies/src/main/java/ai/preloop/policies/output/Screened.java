package ai.preloop.policies.output;

import java.util.Set;

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

  /** What was done with it. */
  enum Change {
    REDACTED,
    CUT,
    FLAGGED
  }
}
