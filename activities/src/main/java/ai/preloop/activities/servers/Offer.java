package ai.preloop.activities.servers;

import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.policies.verdicts.CalledTool;
import java.util.Map;

/** Something of a server's that clients ask for by name, and that the policy judges. */
public sealed interface Offer permits Catalog.Tool, Resource, Prompt {

  Server server();

  /** The server's own name for it; of a resource, its URI. */
  String name();

  /** The MCP method by which it is asked for. */
  String method();

  /** As a policy judges it. */
  CalledTool called();

  /** The SHA-256 in hexadecimal of what was shown of it; empty where nothing is shown before. */
  String sha256();

  /** The schema of its arguments; empty where it has none. */
  default Map<String, Object> schema() {
    return Map.of();
  }

  /** Whether to ask for it twice is known to do no harm. */
  boolean isRepeatable();
}
