/** An account's policy: its versions in the database, and the compiled one that judges. */
@NullMarked
package ai.preloop.activities.policies;

import org.jspecify.annotations.NullMarked;
