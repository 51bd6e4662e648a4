/**
 * The MCP wire: messages read strictly and kept byte for byte, upstream servers called within
 * limits, their tools compared.
 */
@NullMarked
package ai.preloop.activities.mcp;

import org.jspecify.annotations.NullMarked;
