/** What agents and servers may use in an account beside tools, each on or off. */
@NullMarked
package ai.preloop.activities.switches;

import org.jspecify.annotations.NullMarked;
