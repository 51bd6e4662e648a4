/** The MCP endpoint, as agents see it: raw, byte-preserving, and closed without a credential. */
@NullMarked
package ai.preloop.api.mcp;

import org.jspecify.annotations.NullMarked;
