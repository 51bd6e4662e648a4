package ai.preloop.activities.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.CallFacts;
import ai.preloop.policies.verdicts.Caller;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A principal as the policy sees it. */
final class Callers {

  private Callers() {}

  static Caller of(Principal principal, @Nullable UUID session) {
    Caller.Principal who =
        new Caller.Principal(
            principal.kind().word(),
            principal.id().toString(),
            principal.name(),
            principal.userName(),
            principal.roles().stream().sorted().toList(),
            List.of(),
            principal.scopes().stream().map(Scope::value).sorted().toList());
    return new Caller(who, Caller.Agent.NONE, CallFacts.session(session), Caller.Flow.NONE);
  }
}
