package ai.preloop.policies.documents;

import ai.preloop.policies.syntax.Position;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An upstream MCP server that a document brings; {@code authConfig} holds secret references only,
 * and {@code url} the command's name after {@code stdio:} where the server is a program.
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

  /** The transport of servers that are programs. */
  public static final String STDIO = "stdio";

  /** What stands in place of an address for the program that an operator calls so. */
  public static String url(String command) {
    return STDIO + ":" + command;
  }

  public boolean isCommand() {
    return transport.equals(STDIO);
  }

  /** Under which name a credential of this server is kept that a document has in full. */
  public static String ownSecret(String server) {
    return "mcp-servers/" + server;
  }

  /** The name of the secret that Preloop signs in with: of the whole, of the token or the key. */
  public Optional<String> secret() {
    return Stream.of(authConfig, authConfig.get("token"), authConfig.get("api_key"))
        .filter(Map.class::isInstance)
        .map(each -> ((Map<?, ?>) each).get("secret"))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst();
  }

  /** The header that carries the key, where it is not the usual one. */
  public Optional<String> header() {
    return authConfig.get("header") instanceof String header
        ? Optional.of(header)
        : Optional.empty();
  }

  /** The same without where it stands, for comparing what is said. */
  public McpServerEntry unplaced() {
    return new McpServerEntry(
        name, url, transport, authType, authConfig, trusted, Position.UNKNOWN);
  }
}
