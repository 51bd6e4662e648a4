/** MCP sessions: opened by a subject, good on every node, and after a restart. */
@NullMarked
package ai.preloop.activities.sessions;

import org.jspecify.annotations.NullMarked;
