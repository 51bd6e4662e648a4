package ai.preloop.policies.documents;

import ai.preloop.policies.syntax.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An upstream MCP server that a document brings; {@code authConfig} holds secret references only,
 * and {@code url} the command's name after {@code stdio:} where the server is a program. {@code
 * maxConcurrency} is how many calls may be under way there at once, null where nothing is said.
 */
public record McpServerEntry(
    String name,
    String url,
    String transport,
    String authType,
    Map<String, Object> authConfig,
    boolean trusted,
    @Nullable Integer maxConcurrency,
    Position position) {

  public McpServerEntry {
    authConfig = Map.copyOf(authConfig);
  }

  /** As much as a server may be said to take at once. */
  public static final int MOST_CALLS = 10_000;

  public static final String STREAMABLE_HTTP = "streamable-http";
  public static final String SSE = "sse";

  /** The transport of servers that are programs. */
  public static final String STDIO = "stdio";

  /** How a server may be spoken to. */
  public static final List<String> TRANSPORTS = List.of(STREAMABLE_HTTP, SSE, STDIO);

  /** Another spelling of {@link #STREAMABLE_HTTP}, which is taken and never said. */
  public static final String HTTP_STREAMING = "http-streaming";

  /** How Preloop may sign in at a server. */
  public static final List<String> AUTH_TYPES = List.of("none", "bearer", "api_key", "oauth");

  private static final List<String> CREDENTIALS = List.of("token", "api_key", "client_secret");
  private static final String OAUTH = "oauth";
  private static final String CLIENT_CREDENTIALS = "client_credentials";

  /** What stands in place of an address for the program that an operator calls so. */
  public static String url(String command) {
    return STDIO + ":" + command;
  }

  /** The program that stands in place of an address, where one does. */
  public static Optional<String> command(String url) {
    var prefix = url("");
    return url.startsWith(prefix) ? Optional.of(url.substring(prefix.length())) : Optional.empty();
  }

  public boolean isCommand() {
    return transport.equals(STDIO);
  }

  /** Under which name a credential of this server is kept that a document has in full. */
  public static String ownSecret(String server) {
    return "mcp-servers/" + server;
  }

  /**
   * The name of the secret that Preloop signs in with: of the whole, or of the credential in it.
   */
  public Optional<String> secret() {
    return Stream.concat(Stream.of(authConfig), CREDENTIALS.stream().map(authConfig::get))
        .filter(Map.class::isInstance)
        .map(each -> ((Map<?, ?>) each).get("secret"))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst();
  }

  /** The header that carries the key, where it is not the usual one. */
  public Optional<String> header() {
    return said("header");
  }

  public boolean isOAuth() {
    return authType.equals(OAUTH);
  }

  /** As whom Preloop signs in by OAuth, where it does not register itself. */
  public Optional<String> clientId() {
    return said("client_id");
  }

  public Optional<String> scope() {
    return said("scope");
  }

  /** Whether each person signs in for their own calls. */
  public boolean isPerUser() {
    return authConfig.get("per_user") instanceof Boolean perUser && perUser;
  }

  /** Whether Preloop signs in by OAuth as itself, and nobody has to agree. */
  public boolean isUnattended() {
    return said("grant").filter(CLIENT_CREDENTIALS::equals).isPresent();
  }

  private Optional<String> said(String key) {
    return authConfig.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The same without where it stands, for comparing what is said. */
  public McpServerEntry unplaced() {
    return new McpServerEntry(
        name, url, transport, authType, authConfig, trusted, maxConcurrency, Position.UNKNOWN);
  }
}
