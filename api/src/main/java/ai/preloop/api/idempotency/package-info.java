/** The header {@code Idempotency-Key} on requests that create. */
@NullMarked
package ai.preloop.api.idempotency;

import org.jspecify.annotations.NullMarked;
