package ai.preloop.activities.identity;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a credential of an agent is good for: what it may do, which models, and for what. */
record Grant(Set<Scope> scopes, AllowedModels models, Labels labels) {

  Grant {
    scopes = Set.copyOf(scopes);
  }

  /**
   * A part of this one; what is not asked for is as it is here, but for reading, which is asked for
   * by name. UNPROCESSABLE for what is no part.
   */
  Grant narrowed(@Nullable Set<Scope> asked, AllowedModels wanted, Labels said) {
    Set<Scope> some = asked == null ? calling() : asked;
    requireScopes(some);
    AllowedModels fewer = wanted instanceof AllowedModels.All ? models : wanted;
    if (!models.covers(fewer)) {
      throw unprocessable(
          "The key may not call all of these models; a token of it names some of its own.");
    }
    if (wanted instanceof AllowedModels.Listed && !some.contains(Scope.GATEWAY_INVOKE)) {
      throw unprocessable(
          "Only a token with the scope %s calls models: a list of them means nothing without it."
              .formatted(Scope.GATEWAY_INVOKE));
    }
    return new Grant(some, fewer, said.within(labels));
  }

  private Set<Scope> calling() {
    return scopes.stream().filter(Scope::isAgents).collect(Collectors.toUnmodifiableSet());
  }

  private void requireScopes(Set<Scope> some) {
    some.stream()
        .filter(scope -> !scopes.contains(scope))
        .findFirst()
        .ifPresent(scope -> {
          throw unprocessable(
              "The key does not have the scope %s, so a token of it cannot.".formatted(scope));
        });
    if (some.stream().noneMatch(Scope::isAgents)) {
      throw unprocessable(
          "A runtime token makes calls: it has the scope %s or %s."
              .formatted(Scope.MCP_CALL, Scope.GATEWAY_INVOKE));
    }
  }
}
