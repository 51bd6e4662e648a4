package ai.preloop.activities.policies;

import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.PolicyRows.Version;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.syntax.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
