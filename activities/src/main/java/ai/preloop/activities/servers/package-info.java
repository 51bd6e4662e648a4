/** Upstream MCP servers: registered, scanned, and known to every node with their tools. */
@NullMarked
package ai.preloop.activities.servers;

import org.jspecify.annotations.NullMarked;
