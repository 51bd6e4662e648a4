/** Which models the account, a user, a team, an agent or a flow may call. */
@NullMarked
package ai.preloop.activities.modellists;

import org.jspecify.annotations.NullMarked;
