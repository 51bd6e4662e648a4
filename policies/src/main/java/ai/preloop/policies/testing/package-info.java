/** Testing a policy: cases as people write them, and what the policy says of each. */
@NullMarked
package ai.preloop.policies.testing;

import org.jspecify.annotations.NullMarked;
