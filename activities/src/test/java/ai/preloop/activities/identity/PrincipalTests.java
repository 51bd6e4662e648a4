package ai.preloop.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

  @Test
  void tokensForTheSameWorkAreAlikeWhateverTheirSession() {
    String labels = told(new Labels("search", "x", "nightly", "7", "s-1"));

    assertThat(told(new Labels("search", "x", "nightly", "7", "s-2"))).isEqualTo(labels);
    assertThat(
            List.of(
                told(new Labels("other", "x", "nightly", "7", "s-1")),
                told(new Labels("search", "y", "nightly", "7", "s-1")),
                told(new Labels("search", "x", "weekly", "7", "s-1")),
                told(new Labels("search", "x", "nightly", "8", "s-1"))))
        .doesNotContain(labels)
        .doesNotHaveDuplicates();
  }

  @Test
  void aTokenThatDoesNotSayWhoseWorkItIsForIsAsItsKey() {
    assertThat(shown(new Labels(null, null, null, null, "s-1"), Ids.next()).tokenLabels()).isNull();
    assertThat(shown(Labels.ofKey("search", "x", null), null).tokenLabels()).isNull();
  }

  private static String told(Labels labels) {
    return Objects.requireNonNull(shown(labels, Ids.next()).tokenLabels());
  }

  private static Principal shown(Labels labels, @Nullable UUID token) {
    Principal key = key(Scope.MCP_CALL);
    return new Principal(
        key.account(),
        key.kind(),
        key.id(),
        key.name(),
        key.user(),
        key.userName(),
        key.scopes(),
        key.roles(),
        key.models(),
        labels,
        token);
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
