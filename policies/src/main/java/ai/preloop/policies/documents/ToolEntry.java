package ai.preloop.policies.documents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a document says of a tool. {@code name} is exact, {@code prefix*} or {@code *}; a null
 * {@code source} means every source, else {@code builtin}, {@code mcp} or a server's name. A null
 * {@code otherwise} was not written down.
 */
public record ToolEntry(
    String name,
    @Nullable String source,
    boolean enabled,
    @Nullable String approvalWorkflow,
    Justification justification,
    List<Rule> conditions,
    @Nullable Action otherwise,
    Position position) {

  public ToolEntry {
    conditions = List.copyOf(conditions);
  }
}
