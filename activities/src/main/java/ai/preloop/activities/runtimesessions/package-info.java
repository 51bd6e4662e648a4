/** Sessions of agents, as the calls of models and the calls of servers that belong to them. */
@NullMarked
package ai.preloop.activities.runtimesessions;

import org.jspecify.annotations.NullMarked;
