package ai.preloop.activities.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.verdicts.Caller;
import java.util.List;

/** A principal as the policy sees it. */
public final class Callers {

  private Callers() {}

  /** Before there is a call. */
  public static Caller of(Principal principal) {
    return of(principal, Caller.Session.NONE);
  }

  public static Caller of(Principal principal, Caller.Session session) {
    Caller.Principal who =
        new Caller.Principal(
            principal.kind().word(),
            principal.id().toString(),
            principal.name(),
            principal.userName(),
            principal.roles().stream().sorted().toList(),
            List.of(),
            principal.scopes().stream().map(Scope::value).sorted().toList());
    return new Caller(who, Caller.Agent.NONE, session, Caller.Flow.NONE);
  }
}
