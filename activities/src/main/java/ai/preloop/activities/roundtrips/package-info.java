/** What a client carries from an answer that asks it for something to its next try. */
@NullMarked
package ai.preloop.activities.roundtrips;

import org.jspecify.annotations.NullMarked;
