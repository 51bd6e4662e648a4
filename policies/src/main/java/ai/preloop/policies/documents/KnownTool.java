package ai.preloop.policies.documents;

import java.util.Map;

/**
 * A tool as a scan knows it. {@code source} is {@code builtin} or {@code mcp}; {@code inputSchema}
 * is its JSON Schema as maps, lists and values, empty when it has none.
 */
public record KnownTool(
    String server, String name, String source, Map<String, Object> inputSchema, Hints hints) {

  public KnownTool {
    inputSchema = Map.copyOf(inputSchema);
  }

  /** What a tool's annotations say, after trust was considered. */
  public record Hints(
      boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {

    /** What is assumed of a tool whose server is not trusted, whatever it claims. */
    public static final Hints UNTRUSTED = new Hints(false, true, false, true);

    /** What annotations say, where they are believed (MCP 2025-11-25, ToolAnnotations). */
    public static Hints claimed(Map<String, ?> annotations) {
      return new Hints(
          Boolean.TRUE.equals(annotations.get("readOnlyHint")),
          !Boolean.FALSE.equals(annotations.get("destructiveHint")),
          Boolean.TRUE.equals(annotations.get("idempotentHint")),
          !Boolean.FALSE.equals(annotations.get("openWorldHint")));
    }
  }
}
