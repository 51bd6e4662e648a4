package ai.preloop.activities.policies;

import ai.preloop.policies.ownership.Difference;
import ai.preloop.policies.syntax.Finding;
import java.util.List;

/**
 * What uploading documents would do, entry by entry, to those of owners that something is taken
 * from, and to the calls that wait now.
 */
public record PolicyDiff(
    int version, List<Owned> documents, List<Owned> taken, WaitingCalls.Outlook waiting) {

  public PolicyDiff {
    documents = List.copyOf(documents);
    taken = List.copyOf(taken);
  }

  /** What becomes of one owner's document. */
  public record Owned(String policyName, List<Difference> differences, List<Finding> findings) {

    public Owned {
      differences = List.copyOf(differences);
      findings = List.copyOf(findings);
    }
  }
}
