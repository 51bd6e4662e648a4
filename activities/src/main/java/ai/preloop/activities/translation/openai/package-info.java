/** What the two formats of OpenAI have in common. */
@NullMarked
package ai.preloop.activities.translation.openai;

import org.jspecify.annotations.NullMarked;
