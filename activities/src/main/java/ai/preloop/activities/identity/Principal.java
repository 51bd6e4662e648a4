package ai.preloop.activities.identity;

import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, by which credential. {@code id} and {@code name} are those of the key, or of the person
 * who signed in; {@code user} is the person either way. {@code token} is the runtime token of the
 * key that was shown in its place, if one was.
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
    AllowedModels models,
    Labels labels,
    @Nullable UUID token) {

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
    this(
        account,
        kind,
        id,
        name,
        user,
        userName,
        scopes,
        roles,
        AllowedModels.ALL,
        Labels.NONE,
        null);
  }

  /** What was shown: a key, or a token that a person got for the password. */
  public enum Kind {
    API_KEY,
    USER;

    /** As policies, records and rows say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The session of calls that say none: that of all such calls of a key, or of a person. */
    public String conversation(UUID id) {
      return switch (this) {
        case API_KEY -> "key:" + id;
        case USER -> "user:" + id;
      };
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

  /**
   * The fingerprint of whose work a runtime token is for, whatever its session; null for one that
   * does not say, and for no token.
   */
  public @Nullable String tokenLabels() {
    Labels work = labels.withoutSession();
    return token == null || work.equals(Labels.NONE) ? null : work.fingerprint();
  }

  private String described() {
    if (token != null) {
      return "A runtime token of the key " + name;
    }
    return isPerson() ? "This sign-in of " + userName : "The key " + name;
  }
}
