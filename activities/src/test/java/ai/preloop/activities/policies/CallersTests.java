package ai.preloop.activities.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.identity.AllowedModels;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallersTests {

  private final AccountId account = new AccountId(Ids.next());
  private final UserId user = new UserId(Ids.next());
  private final Principal key = IdentityFixtures.key(account, user, Scope.MCP_CALL);

  @Test
  void areOfTheAgentFlowAndTeamThatTheCredentialSays() {
    Caller caller = Callers.of(saying(new Labels("search", "research", "nightly", "7", "s"), null));

    assertThat(caller.agent()).isEqualTo(new Caller.Agent("research", "research", "", List.of()));
    assertThat(caller.flow()).isEqualTo(new Caller.Flow("nightly", "nightly", "7"));
    assertThat(caller.principal().teams()).containsExactly("search");
    assertThat(caller.session()).isEqualTo(Caller.Session.NONE);
  }

  @Test
  void areOfNoneWhereItSaysNothing() {
    Caller caller = Callers.of(key);

    assertThat(caller.agent()).isEqualTo(Caller.Agent.NONE);
    assertThat(caller.flow()).isEqualTo(Caller.Flow.NONE);
    assertThat(caller.principal().teams()).isEmpty();
  }

  @Test
  void areTheKeyWhereARuntimeTokenOfItCalls() {
    assertThat(Callers.of(saying(Labels.NONE, Ids.next()))).isEqualTo(Callers.of(key));
  }

  private Principal saying(Labels labels, @Nullable UUID token) {
    return new Principal(
        key.account(),
        key.kind(),
        key.id(),
        key.name(),
        key.user(),
        key.userName(),
        Set.of(Scope.MCP_CALL),
        key.roles(),
        AllowedModels.ALL,
        labels,
        token);
  }
}
