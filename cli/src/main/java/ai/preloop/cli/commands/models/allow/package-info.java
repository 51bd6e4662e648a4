/** Commands about which models the account, a user, team, agent or flow may call. */
@NullMarked
package ai.preloop.cli.commands.models.allow;

import org.jspecify.annotations.NullMarked;
