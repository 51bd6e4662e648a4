/** What MCP says: messages of clients, and the definitions of tools. */
@NullMarked
package ai.preloop.activities.mcp;

import org.jspecify.annotations.NullMarked;
