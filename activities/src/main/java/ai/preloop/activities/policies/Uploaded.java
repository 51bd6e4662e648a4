package ai.preloop.activities.policies;

import ai.preloop.activities.policies.CheckedScans.Arrived;
import ai.preloop.policies.ownership.Change;
import ai.preloop.policies.syntax.Finding;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What uploading did, or would do: to the documents, to those of owners that something was taken
 * from, and who arrived by it. {@code version} is the one in force afterwards.
 */
public record Uploaded(
    int version, boolean applied, List<Outcome> documents, List<Outcome> taken, Arrived arrived) {

  public Uploaded {
    documents = List.copyOf(documents);
    taken = List.copyOf(taken);
  }

  /** What became of one owner's document. */
  public record Outcome(String policyName, List<Change> changes, List<Finding> findings) {

    public Outcome {
      changes = List.copyOf(changes);
      findings = List.copyOf(findings);
    }
  }

  /** Whose documents they are. */
  Set<String> owners() {
    return documents.stream().map(Outcome::policyName).collect(Collectors.toUnmodifiableSet());
  }

  Uploaded with(Arrived since) {
    return new Uploaded(version, applied, documents, taken, since);
  }
}
