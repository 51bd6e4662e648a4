/** What a node does again and again by itself, on threads with names. */
@NullMarked
package ai.preloop.activities.loops;

import org.jspecify.annotations.NullMarked;
