package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How Preloop signs in to an MCP server by OAuth. */
final class OAuthOptions {

  @Option(names = "--oauth", description = "The same as --auth oauth.")
  private boolean on;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "As what Preloop is registered there; it registers itself without.")
  private @Nullable String clientId;

  @Option(
      names = "--client-secret",
      description = "Ask for the client's secret, or take it from PRELOOP_SERVER_SECRET.")
  private boolean withSecret;

  @Option(
      names = "--scope",
      paramLabel = "SCOPES",
      description = "What to ask for; what the server names without.")
  private @Nullable String scope;

  @Option(names = "--per-user", description = "Each person grants access for their own calls.")
  private boolean perUser;

  @Option(
      names = "--client-credentials",
      description = "Preloop is granted access as itself, and nobody is asked.")
  private boolean unattended;

  boolean isMeant() {
    return on;
  }

  /** The members of a server's description that say it. */
  Map<String, Object> members(ServerCredential.Type type, Supplier<String> secret) {
    if (type != ServerCredential.Type.none && type != ServerCredential.Type.oauth) {
      throw new UsageException("--oauth goes with no other --auth.");
    }
    var config = new LinkedHashMap<String, Object>();
    if (clientId != null) {
      config.put("client_id", clientId);
    }
    if (withSecret) {
      config.put("client_secret", secret.get());
    }
    if (scope != null) {
      config.put("scope", scope);
    }
    if (perUser) {
      config.put("per_user", true);
    }
    if (unattended) {
      config.put("grant", "client_credentials");
    }
    return Map.of("auth_type", "oauth", "auth_config", config);
  }
}
