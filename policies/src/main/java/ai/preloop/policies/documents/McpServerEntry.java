package ai.preloop.policies.documents;

import java.util.Map;

/**
 * An upstream MCP server that a document brings; {@code authConfig} holds secret references only.
 */
public record McpServerEntry(
    String name,
    String url,
    String transport,
    String authType,
    Map<String, Object> authConfig,
    boolean trusted,
    Position position) {

  public McpServerEntry {
    authConfig = Map.copyOf(authConfig);
  }
}
