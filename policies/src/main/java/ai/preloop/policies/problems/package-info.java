/** What can go wrong, named once, for every protocol to render. */
@NullMarked
package ai.preloop.policies.problems;

import org.jspecify.annotations.NullMarked;
