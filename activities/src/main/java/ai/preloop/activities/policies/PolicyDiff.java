package ai.preloop.activities.policies;

import ai.preloop.policies.ownership.Difference;
import ai.preloop.policies.syntax.Finding;
import java.util.List;

/** What uploading a document would do, entry by entry and to the calls that wait now. */
public record PolicyDiff(
    String policyName,
    int version,
    List<Difference> differences,
    WaitingCalls.Outlook waiting,
    List<Finding> findings) {

  public PolicyDiff {
    differences = List.copyOf(differences);
    findings = List.copyOf(findings);
  }
}
