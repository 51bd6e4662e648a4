/** OpenAI responses. */
@NullMarked
package ai.preloop.activities.translation.responses;

import org.jspecify.annotations.NullMarked;
