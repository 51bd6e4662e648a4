package ai.preloop.policies.documents;

import ai.preloop.policies.syntax.Position;
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

  /** The same without where it stands, for comparing what is said. */
  public McpServerEntry unplaced() {
    return new McpServerEntry(
        name, url, transport, authType, authConfig, trusted, Position.UNKNOWN);
  }
}
