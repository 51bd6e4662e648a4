/** Commands that show sessions of agents. */
@NullMarked
package ai.preloop.cli.commands.sessions;

import org.jspecify.annotations.NullMarked;
