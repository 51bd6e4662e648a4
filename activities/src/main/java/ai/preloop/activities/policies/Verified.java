package ai.preloop.activities.policies;

import ai.preloop.policies.syntax.Finding;
import java.util.List;

/** What there is to say of an owner's document; the name is empty where it cannot be read. */
public record Verified(String policyName, List<Finding> findings) {

  public Verified {
    findings = List.copyOf(findings);
  }

  public boolean valid() {
    return findings.stream().noneMatch(Finding::isError);
  }
}
