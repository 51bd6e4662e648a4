/** OpenAI chat completions, as OpenAI and many compatible servers speak them. */
@NullMarked
package ai.preloop.activities.translation.chat;

import org.jspecify.annotations.NullMarked;
