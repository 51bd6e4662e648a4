/** How much of one kind may be under way at once on this node. */
@NullMarked
package ai.preloop.activities.limits;

import org.jspecify.annotations.NullMarked;
