package ai.preloop.api.mcp;

import ai.preloop.activities.mcp.Envelope;
import ai.preloop.api.mcp.McpMethods.Context;

/** A method of MCP that clients may call, beside those of tools and of the session itself. */
interface McpMethod {

  String name();

  /** Whether revision 2026-07-28 has it as well. */
  default boolean isStateless() {
    return true;
  }

  McpAnswer answer(Context context, Envelope message);
}
