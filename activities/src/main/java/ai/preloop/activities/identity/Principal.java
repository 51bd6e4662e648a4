package ai.preloop.activities.identity;

import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Who acts, by which credential. {@code id} and {@code name} are those of the key, or of the person
 * who signed in; {@code user} is the person either way.
 */
public record Principal(
    AccountId account,
    Kind kind,
    UUID id,
    String name,
    UserId user,
    String userName,
    Set<Scope> scopes,
    Set<String> roles,
    AllowedModels models) {

  /** One that may call whatever models the policy allows. */
  public Principal(
      AccountId account,
      Kind kind,
      UUID id,
      String name,
      UserId user,
      String userName,
      Set<Scope> scopes,
      Set<String> roles) {
    this(account, kind, id, name, user, userName, scopes, roles, AllowedModels.ALL);
  }

  /** What was shown: a key, or a token that a person got for the password. */
  public enum Kind {
    API_KEY,
    USER;

    /** As policies, records and rows say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Principal {
    scopes = Set.copyOf(scopes);
    roles = Set.copyOf(roles);
  }

  /** The product itself, where it sets an account up; it has no credential and never decides. */
  public static Principal ofProduct(AccountId account) {
    UUID nobody = new UUID(0, 0);
    return new Principal(
        account,
        Kind.USER,
        nobody,
        "system",
        new UserId(nobody),
        "system",
        Set.of(Scope.ACCOUNT_READ, Scope.ACCOUNT_ADMIN, Scope.POLICY_WRITE),
        Set.of());
  }

  public boolean may(Scope asked) {
    return scopes.stream().anyMatch(scope -> scope.covers(asked));
  }

  /** Refuses, with a sentence, a principal that may not do this. */
  public void require(Scope asked) {
    if (!may(asked)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "%s may not do this: the scope %s is needed.".formatted(described(), asked));
    }
  }

  /** A person who signed in, as against any key, whoever owns it. */
  public boolean isPerson() {
    return kind == Kind.USER;
  }

  /** Whether a vote by this credential may count; whether the person is an approver is not said. */
  public boolean mayDecide() {
    return may(Scope.APPROVALS_DECIDE) && scopes.stream().noneMatch(Scope::isAgents);
  }

  /** As the ledger names who acted. */
  public Who who() {
    return new Who(kind.word(), id, name);
  }

  private String described() {
    return isPerson() ? "This sign-in of " + userName : "The key " + name;
  }
}
