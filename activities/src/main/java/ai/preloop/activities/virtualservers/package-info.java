/** Chosen sets of tools, each an MCP server of its own to those who call it. */
@NullMarked
package ai.preloop.activities.virtualservers;

import org.jspecify.annotations.NullMarked;
