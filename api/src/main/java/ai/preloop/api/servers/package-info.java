/** Upstream MCP servers over REST. */
@NullMarked
package ai.preloop.api.servers;

import org.jspecify.annotations.NullMarked;
