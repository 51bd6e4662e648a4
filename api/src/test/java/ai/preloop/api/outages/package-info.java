/** What agents, people and operators see while something that the product needs is not there. */
@NullMarked
package ai.preloop.api.outages;

import org.jspecify.annotations.NullMarked;
