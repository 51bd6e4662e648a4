package ai.preloop.activities.policies;

import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.verdicts.Caller;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A principal as the policy sees it. */
public final class Callers {

  private Callers() {}

  /** Before there is a call. */
  public static Caller of(Principal principal) {
    return of(principal, Caller.Session.NONE);
  }

  public static Caller of(Principal principal, Caller.Session session) {
    Labels labels = principal.labels();
    Caller.Principal who =
        new Caller.Principal(
            principal.kind().word(),
            principal.id().toString(),
            principal.name(),
            principal.userName(),
            principal.roles().stream().sorted().toList(),
            labels.team() == null ? List.of() : List.of(labels.team()),
            principal.scopes().stream().map(Scope::value).sorted().toList());
    return new Caller(who, agent(labels), session, flow(labels));
  }

  /** What a credential says of itself is all that is known of an agent. */
  private static Caller.Agent agent(Labels labels) {
    String agent = labels.agent();
    return agent == null ? Caller.Agent.NONE : new Caller.Agent(agent, agent, "", List.of());
  }

  private static Caller.Flow flow(Labels labels) {
    return new Caller.Flow(said(labels.flow()), said(labels.flow()), said(labels.execution()));
  }

  private static String said(@Nullable String label) {
    return Objects.requireNonNullElse(label, "");
  }
}
