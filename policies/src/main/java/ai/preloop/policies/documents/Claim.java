package ai.preloop.policies.documents;

import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.syntax.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * Something of which an account has one owner: an approval workflow, a server, the defaults, the
 * default workflow. {@code name} is empty for the last two.
 */
public record Claim(Kind kind, String name, String path) {

  /** What can be claimed, and how a person calls it. */
  public enum Kind {
    WORKFLOW("approval workflow"),
    SERVER("server"),
    DEFAULTS("defaults section"),
    DEFAULT_WORKFLOW("default approval workflow");

    private final String described;

    Kind(String described) {
      this.described = described;
    }
  }

  /** What the document claims, in its order. */
  public static List<Claim> of(PolicyDocument document) {
    var claims = new ArrayList<Claim>();
    Entries.each(
        document.approvalWorkflows(),
        "$.approval_workflows",
        (workflow, path) -> {
          claims.add(new Claim(Kind.WORKFLOW, workflow.name(), path + ".name"));
          if (workflow.isDefault()) {
            claims.add(new Claim(Kind.DEFAULT_WORKFLOW, "", path + ".is_default"));
          }
        });
    Entries.each(
        document.mcpServers(),
        "$.mcp_servers",
        (server, path) -> claims.add(new Claim(Kind.SERVER, server.name(), path + ".name")));
    if (document.defaults() != null) {
      claims.add(new Claim(Kind.DEFAULTS, "", "$.defaults"));
    }
    return claims;
  }

  /** Which entry of its section it is of, from 0; -1 where the whole section is claimed. */
  public int index() {
    int begin = path.indexOf('[');
    return begin < 0 ? -1 : Integer.parseInt(path.substring(begin + 1, path.indexOf(']')));
  }

  /** How a person calls it: {@code approval workflow `review`}. */
  public String described() {
    return name.isEmpty() ? kind.described : kind.described + " `" + name + "`";
  }

  /** Whether it is the same thing that the other claim is about. */
  public boolean rivals(Claim other) {
    return kind == other.kind && name.equals(other.name);
  }

  /** The error of a claim to what another owner holds. */
  public Finding refusedTo(String claimant, String owner, Position position) {
    return new Finding(
        Severity.ERROR,
        "claim.held",
        path,
        position,
        "The %s is held by `%s`; `%s` cannot claim it.".formatted(described(), owner, claimant));
  }
}
