package ai.preloop.api.mcp;

import ai.preloop.activities.mcp.Envelope;
import ai.preloop.api.mcp.McpMethods.Context;

/**
 * A method of MCP that clients may call, beside {@code tools/call} and those of the session itself.
 */
interface McpMethod {

  String name();

  /** Whether revision 2026-07-28 has it as well. */
  default boolean isStateless() {
    return true;
  }

  /** Whether the revisions before that have it, which open sessions. */
  default boolean isOfSessions() {
    return true;
  }

  /** Whether a virtual server, which is a set of tools, has it too. */
  default boolean isOfVirtualServers() {
    return false;
  }

  McpAnswer answer(Context context, Envelope message);
}
