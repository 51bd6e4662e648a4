/** Sessions of agents over REST. */
@NullMarked
package ai.preloop.api.runtimesessions;

import org.jspecify.annotations.NullMarked;
