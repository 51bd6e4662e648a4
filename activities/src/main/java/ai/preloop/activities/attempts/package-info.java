/** Sends a call to the models that may take it, one after the other, until a provider answers. */
@NullMarked
package ai.preloop.activities.attempts;

import org.jspecify.annotations.NullMarked;
