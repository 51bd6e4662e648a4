/** Models as an account names them: where they are, what they cost, how much they may be used. */
@NullMarked
package ai.preloop.activities.models;

import org.jspecify.annotations.NullMarked;
