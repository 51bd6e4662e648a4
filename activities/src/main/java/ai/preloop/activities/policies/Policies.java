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

  /** Everything there is to say about documents in this account. */
  public List<Verified> validate(Principal principal, Submission submission) {
    principal.require(Scope.ACCOUNT_READ);
    return reading.look(principal.account(), submission).announced().verified();
  }

  /** What uploading the documents would do, entry by entry and to the calls that wait now. */
  public PolicyDiff diff(Principal principal, Submission submission) {
    principal.require(Scope.ACCOUNT_READ);
    Looked looked = reading.look(principal.account(), submission).honoured();
    Replacement.Accepted accepted = looked.replacement();
    AccountPolicy now = looked.standing().policy();
    return new PolicyDiff(
        looked.standing().number(),
        looked.documents().stream()
            .map(each -> owned(now, each, looked.findings(each.owner())))
            .toList(),
        looked.taken().stream().map(each -> owned(now, each.rest(), each.findings())).toList(),
        drafts.waiting(principal.account(), accepted.policy()));
  }

  private static PolicyDiff.Owned owned(
      AccountPolicy now, OwnedDocument next, List<Finding> findings) {
    List<Difference> differences =
        Difference.of(now.changes(next), now.of(next.owner()), Optional.of(next));
    return new PolicyDiff.Owned(next.owner(), differences, findings);
  }

  /** The account's policy with a document in it, in force or not; POLICY_INVALID as above. */
  public Draft draft(Principal principal, byte[] source) {
    principal.require(Scope.ACCOUNT_READ);
    Looked looked = reading.look(principal.account(), Submission.of(source)).announced();
    OwnedDocument document = looked.documents().getFirst();
    return new Draft(document, looked.replacement().policy(), looked.findings(document.owner()));
  }

  /** A document, and what the account's policy would be with it. */
  public record Draft(OwnedDocument document, AccountPolicy policy, List<Finding> findings) {}

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
