package ai.preloop.policies.documents;

import ai.preloop.policies.syntax.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a document says of a tool, a resource, a prompt or a model. {@code name} (a resource's is
 * its URI, a model's its alias) is exact, {@code prefix*} or {@code *}; a null {@code source} means
 * every source, else {@code builtin}, {@code mcp} or a server's name. A null {@code otherwise} was
 * not written down.
 */
public record ToolEntry(
    String name,
    @Nullable String source,
    boolean enabled,
    @Nullable String approvalWorkflow,
    Justification justification,
    List<Rule> conditions,
    @Nullable Action otherwise,
    List<OutputRule> output,
    Position position) {

  public ToolEntry {
    conditions = List.copyOf(conditions);
    output = List.copyOf(output);
  }

  /** One that says nothing of what the tool answers. */
  public ToolEntry(
      String name,
      @Nullable String source,
      boolean enabled,
      @Nullable String approvalWorkflow,
      Justification justification,
      List<Rule> conditions,
      @Nullable Action otherwise,
      Position position) {
    this(
        name,
        source,
        enabled,
        approvalWorkflow,
        justification,
        conditions,
        otherwise,
        List.of(),
        position);
  }

  /** The same without where it stands, for comparing what is said. */
  public ToolEntry unplaced() {
    return new ToolEntry(
        name,
        source,
        enabled,
        approvalWorkflow,
        justification,
        conditions.stream().map(Rule::unplaced).toList(),
        otherwise,
        output,
        Position.UNKNOWN);
  }

  /** What tells it from the other entries of its owner: {@code bash (mcp)}, or {@code bash}. */
  public String key() {
    return source == null || name.isEmpty() ? name : name + " (" + source + ")";
  }

  /** Whether it says something of calls, and not of what comes back alone. */
  public boolean speaksOfCalls() {
    return output.isEmpty()
        || !enabled
        || !conditions.isEmpty()
        || otherwise != null
        || approvalWorkflow != null
        || justification != Justification.DISABLED;
  }

  /** The conditions that decide. */
  public List<Rule> enforced() {
    return conditions.stream().filter(rule -> rule.mode() == Mode.ENFORCE).toList();
  }

  /**
   * What holds when no condition matched. Where it was not written down: an entry that allows some
   * calls asks for the others, and one without conditions asks if it names a workflow. Shadow rules
   * are looked through: with them the same holds as without them.
   */
  public Action whenNothingMatches() {
    if (otherwise != null) {
      return otherwise;
    }
    boolean asks =
        enforced().isEmpty()
            ? approvalWorkflow != null
            : enforced().stream().anyMatch(rule -> rule.action() == Action.ALLOW);
    return asks ? Action.REQUIRE_APPROVAL : Action.ALLOW;
  }

  /** Whether it speaks about the tool, by its source and its name. */
  public boolean fits(KnownTool tool) {
    return comesFrom(tool.source(), tool.server())
        && (name.endsWith("*")
            ? tool.name().startsWith(name.substring(0, name.length() - 1))
            : tool.name().equals(name));
  }

  /** Whether it speaks about tools of this kind of source, or of this server. */
  public boolean comesFrom(String kind, String server) {
    return source == null || source.equals(Sources.isKind(source) ? kind : server);
  }
}
