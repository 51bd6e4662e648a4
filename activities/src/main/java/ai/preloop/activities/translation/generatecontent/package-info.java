/** Gemini generateContent. */
@NullMarked
package ai.preloop.activities.translation.generatecontent;

import org.jspecify.annotations.NullMarked;
