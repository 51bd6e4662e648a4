package ai.preloop.activities.identity;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;

/** One thing that a credential may do, as it is written in a key or a token. */
public record Scope(String value) {

  public static final Scope MCP_CALL = new Scope("mcp:call");
  public static final Scope GATEWAY_INVOKE = new Scope("gateway:invoke");
  public static final Scope APPROVALS_DECIDE = new Scope("approvals:decide");
  public static final Scope POLICY_WRITE = new Scope("policy:write");
  public static final Scope ACCOUNT_READ = new Scope("account:read");
  public static final Scope ACCOUNT_ADMIN = new Scope("account:admin");

  private static final List<Scope> PLAIN =
      List.of(
          MCP_CALL, GATEWAY_INVOKE, APPROVALS_DECIDE, POLICY_WRITE, ACCOUNT_READ, ACCOUNT_ADMIN);
  private static final String OWNED = POLICY_WRITE.value + ":";

  public Scope {
    value = value.strip();
  }

  /** The right to write the policy entries of one owner only. */
  public static Scope policyWrite(String owner) {
    return new Scope(OWNED + owner);
  }

  /** Reads a scope as it came from outside; an unknown one is UNPROCESSABLE. */
  public static Scope parse(String text) {
    Scope scope = new Scope(text);
    if (PLAIN.contains(scope) || scope.isOwned()) {
      return scope;
    }
    throw new ProblemException(
        ProblemType.UNPROCESSABLE,
        "There is no scope %s; scopes are %s and %s<owner>."
            .formatted(text, String.join(", ", PLAIN.stream().map(Scope::value).toList()), OWNED));
  }

  /** Whether having this one is enough where the other is asked for. */
  public boolean covers(Scope asked) {
    return equals(asked) || (equals(POLICY_WRITE) && asked.isOwned());
  }

  /** Calls tools or models, and therefore belongs to an agent and never to a decider. */
  public boolean isAgents() {
    return equals(MCP_CALL) || equals(GATEWAY_INVOKE);
  }

  private boolean isOwned() {
    return value.startsWith(OWNED) && value.length() > OWNED.length();
  }

  @Override
  public String toString() {
    return value;
  }
}
