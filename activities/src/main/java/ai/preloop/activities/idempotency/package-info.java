/** Answers a request that is sent again as it was answered the first time. */
@NullMarked
package ai.preloop.activities.idempotency;

import org.jspecify.annotations.NullMarked;
