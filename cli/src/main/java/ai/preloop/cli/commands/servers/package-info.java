/** Commands about MCP servers. */
@NullMarked
package ai.preloop.cli.commands.servers;

import org.jspecify.annotations.NullMarked;
