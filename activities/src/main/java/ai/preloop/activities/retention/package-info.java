/** Clears away what is kept for a time only. */
@NullMarked
package ai.preloop.activities.retention;

import org.jspecify.annotations.NullMarked;
