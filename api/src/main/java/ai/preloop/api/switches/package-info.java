/** The switches of an account over REST. */
@NullMarked
package ai.preloop.api.switches;

import org.jspecify.annotations.NullMarked;
