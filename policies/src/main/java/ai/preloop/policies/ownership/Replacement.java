package ai.preloop.policies.ownership;

import ai.preloop.policies.syntax.Finding;
import java.util.List;

/** What giving an owner another document leads to; looking at it is the dry run. */
public sealed interface Replacement {

  /** The account's next policy, which is the present one when there are no changes. */
  record Accepted(AccountPolicy policy, List<Change> changes) implements Replacement {
    public Accepted {
      changes = List.copyOf(changes);
    }

    public boolean isNoOp() {
      return changes.isEmpty();
    }
  }

  /** Other owners hold what the document claims. */
  record Refused(List<Finding> findings) implements Replacement {
    public Refused {
      findings = List.copyOf(findings);
    }
  }
}
