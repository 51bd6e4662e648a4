package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.Difference;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.ownership.Replacement;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.syntax.Finding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks documents against an account, and says what is in force there; nothing changes. */
public final class Policies {

  private final Database database;
  private final DocumentReading reading;
  private final Drafts drafts;

  Policies(Database database, DocumentReading reading, Drafts drafts) {
    this.database = database;
    this.reading = reading;
    this.drafts = drafts;
  }

  /** Everything there is to say about a document in this account. */
  public List<Finding> validate(Principal principal, Submission submission) {
    principal.require(Scope.ACCOUNT_READ);
    return reading.look(principal.account(), submission).announced().findings();
  }

  /** What uploading the document would do, entry by entry and to the calls that wait now. */
  public PolicyDiff diff(Principal principal, Submission submission) {
    principal.require(Scope.ACCOUNT_READ);
    Looked looked = reading.look(principal.account(), submission).honoured();
    OwnedDocument next = looked.document();
    Replacement.Accepted accepted = looked.replacement();
    Standing now = looked.standing();
    return new PolicyDiff(
        next.owner(),
        now.number(),
        Difference.of(accepted.changes(), now.policy().of(next.owner()), Optional.of(next)),
        drafts.waiting(principal.account(), accepted.policy()),
        looked.findings());
  }

  /** The account's policy with the document in it, in force or not; POLICY_INVALID as above. */
  Draft draft(Principal principal, Submission submission) {
    Looked looked = reading.look(principal.account(), submission).announced();
    return new Draft(looked.document(), looked.replacement().policy(), looked.findings());
  }

  /** A document, and what the account's policy would be with it. */
  record Draft(OwnedDocument document, AccountPolicy policy, List<Finding> findings) {}

  /** The documents in force, of all owners or of one, as they were written. */
  public List<OwnedDocument> export(Principal principal, @Nullable String owner) {
    principal.require(Scope.ACCOUNT_READ);
    List<OwnedDocument> all =
        database.inAccount(
            principal.account(),
            jdbc ->
                PolicyRows.active(jdbc, principal.account())
                    .map(version -> version.policy().documents())
                    .orElse(List.of()));
    List<OwnedDocument> asked =
        all.stream().filter(each -> owner == null || each.owner().equals(owner)).toList();
    if (owner != null && asked.isEmpty()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "No document of `%s` is in force.".formatted(owner));
    }
    return asked;
  }
}
