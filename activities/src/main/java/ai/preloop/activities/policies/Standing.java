package ai.preloop.activities.policies;

import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.PolicyRows.Version;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.syntax.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an account has when a document comes in: its active version, if that can be read. */
record Standing(Optional<Version> version, AccountPolicy policy, boolean isReadable) {

  static Standing of(Optional<Version> active) {
    return active
        .map(version ->
            version
                .find()
                .map(policy -> new Standing(active, policy, true))
                .orElseGet(() -> new Standing(active, AccountPolicy.EMPTY, false)))
        .orElseGet(() -> new Standing(active, AccountPolicy.EMPTY, true));
  }

  int number() {
    return version.map(Version::number).orElse(0);
  }

  /** VERSION_CONFLICT when another version is in force than somebody expects. */
  void requireNumber(@Nullable Integer expected) {
    if (expected != null && expected != number()) {
      throw conflict(
          "Version %d of the policy is in force, and not %d: compare with it, then try again."
              .formatted(number(), expected));
    }
  }

  /** VERSION_CONFLICT when another writer has changed what the document's owner has meanwhile. */
  void requireUnchangedSince(Standing earlier, OwnedDocument next) {
    if (number() == earlier.number()) {
      return;
    }
    Optional<String> mine = source(next.owner());
    if (!mine.equals(earlier.source(next.owner())) && !mine.equals(Optional.of(next.source()))) {
      throw conflict(
          "Somebody else has changed the policy of %s at the same time, and version %d won: compare with it, then try again."
              .formatted(next.owner(), number()));
    }
  }

  private Optional<String> source(String owner) {
    return policy.of(owner).map(OwnedDocument::source);
  }

  private ProblemException conflict(String sentence) {
    return new ProblemException(
        ProblemType.VERSION_CONFLICT, sentence, Map.of("version", number()));
  }

  /** Whose entries an unreadable version has is not known: only who may write all replaces it. */
  Scope neededFor(String owner) {
    return isReadable ? Scope.policyWrite(owner) : Scope.POLICY_WRITE;
  }

  /** The findings, and that there was nothing to compare with where that is so. */
  List<Finding> and(List<Finding> findings) {
    if (isReadable) {
      return findings;
    }
    List<Finding> all = new ArrayList<>(findings);
    all.add(
        new Finding(
            Severity.WARNING,
            "version.unreadable",
            "$",
            Position.UNKNOWN,
            "Version %d could not be read, so this was compared with nothing and takes the place of all that it held, other owners' entries included."
                .formatted(number())));
    return all;
  }
}
