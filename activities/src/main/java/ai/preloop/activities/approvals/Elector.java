package ai.preloop.activities.approvals;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.UUID;

/** Who votes and by what: a signed-in person, a person's key, or a one-time link. */
public record Elector(AccountId account, UUID user, String name, String credential) {

  /** The elector behind a credential; FORBIDDEN for one that may not decide. */
  public static Elector of(Principal principal) {
    principal.require(Scope.APPROVALS_DECIDE);
    if (!principal.mayDecide()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "A credential that can call tools can never decide.");
    }
    return new Elector(
        principal.account(),
        principal.user().value(),
        principal.userName(),
        principal.kind().word() + ":" + principal.id());
  }

  /** As the history says it: the kind of the credential, not which one. */
  Actor actor() {
    return Actor.user(user, name, credential.replaceFirst(":.*", ""));
  }
}
