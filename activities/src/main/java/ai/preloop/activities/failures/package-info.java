/** What Temporal is told of activities that fail. */
@NullMarked
package ai.preloop.activities.failures;

import org.jspecify.annotations.NullMarked;
