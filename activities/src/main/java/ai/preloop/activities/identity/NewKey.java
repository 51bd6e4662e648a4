package ai.preloop.activities.identity;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a key is asked to be: a name, scopes that go together, models, labels, perhaps an end. */
public record NewKey(
    String name,
    Set<Scope> scopes,
    @Nullable Instant expiresAt,
    AllowedModels models,
    Labels labels) {

  private static final int LONGEST_NAME = 100;

  /** One that may call all models, if any. */
  public NewKey(String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
    this(name, scopes, expiresAt, AllowedModels.ALL);
  }

  /** One whose calls belong to nothing in particular. */
  public NewKey(String name, Set<Scope> scopes, @Nullable Instant expiresAt, AllowedModels models) {
    this(name, scopes, expiresAt, models, Labels.NONE);
  }

  public NewKey {
    name = name.strip();
    scopes = Set.copyOf(scopes);
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw unprocessable(
          "A key needs a name of 1 to %d printable characters.".formatted(LONGEST_NAME));
    }
    if (scopes.isEmpty()) {
      throw unprocessable("A key needs at least one scope.");
    }
    if (scopes.stream().anyMatch(Scope::isAgents)
        && !scopes.stream().allMatch(NewKey::isHarmless)) {
      throw unprocessable(
          "A key that calls tools or models may otherwise only read: beside %s and %s it may have %s and nothing else."
              .formatted(Scope.MCP_CALL, Scope.GATEWAY_INVOKE, Scope.ACCOUNT_READ));
    }
    if (models instanceof AllowedModels.Listed
        && scopes.stream().noneMatch(scope -> scope.covers(Scope.GATEWAY_INVOKE))) {
      throw unprocessable(
          "Only a key with the scope %s calls models: a list of them means nothing without it."
              .formatted(Scope.GATEWAY_INVOKE));
    }
    if (!labels.equals(Labels.NONE) && scopes.stream().noneMatch(Scope::isAgents)) {
      throw unprocessable(
          "Only a key with the scope %s or %s makes calls: team, agent and flow mean nothing without one."
              .formatted(Scope.MCP_CALL, Scope.GATEWAY_INVOKE));
    }
  }

  private static boolean isHarmless(Scope scope) {
    return scope.isAgents() || scope.equals(Scope.ACCOUNT_READ);
  }
}
