/**
 * Upstream MCP servers, called within limits: of each call it is known whether it may have been
 * sent.
 */
@NullMarked
package ai.preloop.activities.upstream;

import org.jspecify.annotations.NullMarked;
