/** What is remembered for as long as it is of use to somebody. */
@NullMarked
package ai.preloop.policies.memory;

import org.jspecify.annotations.NullMarked;
