package ai.preloop.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTests {

  @Test
  void refusesAScopeThatItDoesNotHave() {
    assertThatThrownBy(() -> key(Scope.MCP_CALL).require(Scope.ACCOUNT_READ))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.FORBIDDEN))
        .hasMessage("The key nightly may not do this: the scope account:read is needed.");
  }

  @Test
  void writesTheEntriesOfItsOwnOwnerOnly() {
    Principal principal = key(Scope.policyWrite("platform"));

    assertThat(principal.may(Scope.policyWrite("platform"))).isTrue();
    assertThat(principal.may(Scope.policyWrite("other"))).isFalse();
    assertThat(principal.may(Scope.POLICY_WRITE)).isFalse();
  }

  @Test
  void writesEveryOwnersEntriesWithTheWholeScope() {
    assertThatCode(() -> key(Scope.POLICY_WRITE).require(Scope.policyWrite("any")))
        .doesNotThrowAnyException();
  }

  @Test
  void decidesWithAPersonsKey() {
    assertThat(key(Scope.APPROVALS_DECIDE).mayDecide()).isTrue();
  }

  @Test
  void neverDecidesWithWhatCallsTools() {
    assertThat(key(Scope.MCP_CALL, Scope.APPROVALS_DECIDE).mayDecide()).isFalse();
  }

  @Test
  void isNoPersonWhenItIsAPersonsKey() {
    assertThat(key(Scope.ACCOUNT_ADMIN).isPerson()).isFalse();
  }

  @Test
  void refusesAScopeThatIsNotThere() {
    assertThatThrownBy(() -> Scope.parse("policy:write:"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("There is no scope policy:write:;");
  }

  private static Principal key(Scope... scopes) {
    return new Principal(
        new AccountId(Ids.next()),
        Principal.Kind.API_KEY,
        Ids.next(),
        "nightly",
        new UserId(Ids.next()),
        "owner",
        Set.of(scopes),
        Set.of("owner"));
  }
}
