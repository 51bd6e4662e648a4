/** The form in between: what a request, an answer and a stream say in any format. */
@NullMarked
package ai.preloop.activities.translation.conversation;

import org.jspecify.annotations.NullMarked;
