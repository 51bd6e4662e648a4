/** Calls that are held open while a person decides: who waits on this node, and for how long. */
@NullMarked
package ai.preloop.activities.waiting;

import org.jspecify.annotations.NullMarked;
