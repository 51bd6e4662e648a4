/** Preloop's own tools: one class for each. */
@NullMarked
package ai.preloop.api.mcp.tools;

import org.jspecify.annotations.NullMarked;
