package ai.preloop.activities.policies;

import ai.preloop.policies.reading.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents of different owners as somebody hands them in, all or none to be put in force; {@code
 * expectedVersion} is the one that must be in force, null where that does not matter.
 */
public record Submission(
    List<byte[]> sources,
    Strictness strictness,
    Claiming claiming,
    boolean dryRun,
    @Nullable Integer expectedVersion) {

  public Submission {
    sources = List.copyOf(sources);
  }

  /** How strictly documents are taken. */
  public record Strictness(boolean warningsAreErrors, boolean checkServerReferences) {

    public static final Strictness USUAL = new Strictness(false, true);

    Reading taken(Reading read) {
      return warningsAreErrors ? read.strict() : read;
    }
  }

  /** What becomes of what other owners hold already. */
  public enum Claiming {
    /** It is theirs, and to claim it is an error. */
    FREE,
    /** It is taken out of their documents in the same version. */
    FORCED
  }

  /** A document to be put in force as it is usual. */
  public static Submission of(byte[] source) {
    return new Submission(List.of(source), Strictness.USUAL, Claiming.FREE, false, null);
  }

  /** As above, over the version that must be in force. */
  static Submission of(byte[] source, @Nullable Integer expectedVersion) {
    return new Submission(List.of(source), Strictness.USUAL, Claiming.FREE, false, expectedVersion);
  }
}
