/** Anthropic messages. */
@NullMarked
package ai.preloop.activities.translation.messages;

import org.jspecify.annotations.NullMarked;
