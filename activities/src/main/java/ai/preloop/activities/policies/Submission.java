package ai.preloop.activities.policies;

import ai.preloop.policies.reading.Reading;
import org.jspecify.annotations.Nullable;

/**
 * A document as somebody hands it in; {@code expectedVersion} is the one that must be in force,
 * null where that does not matter.
 */
public record Submission(
    byte[] source, Strictness strictness, boolean dryRun, @Nullable Integer expectedVersion) {

  /** How strictly a document is taken. */
  public record Strictness(boolean warningsAreErrors, boolean checkServerReferences) {

    public static final Strictness USUAL = new Strictness(false, true);

    Reading taken(Reading read) {
      return warningsAreErrors ? read.strict() : read;
    }
  }

  /** The same, written otherwise. */
  Submission writtenAs(byte[] text) {
    return new Submission(text, strictness, dryRun, expectedVersion);
  }

  /** One that is only looked at, as it would be taken usually. */
  static Submission looked(byte[] source) {
    return new Submission(source, Strictness.USUAL, true, null);
  }
}
