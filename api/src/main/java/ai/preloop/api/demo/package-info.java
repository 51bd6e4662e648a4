/** A small MCP server to try Preloop with; its world is a ledger in memory. */
@NullMarked
package ai.preloop.api.demo;

import org.jspecify.annotations.NullMarked;
