/** Policy documents over REST: checked, and put in force. */
@NullMarked
package ai.preloop.api.policies;

import org.jspecify.annotations.NullMarked;
