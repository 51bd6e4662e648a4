/** Tasks of the clients of sessions (MCP 2025-11-25, Tasks): whose they are, and where. */
@NullMarked
package ai.preloop.activities.tasks;

import org.jspecify.annotations.NullMarked;
