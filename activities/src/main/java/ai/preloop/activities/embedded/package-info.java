/**
 * The servers that the product runs for itself where none are given: PostgreSQL and a Temporal dev
 * server, on loopback, durable, watched, and stopped with the product.
 */
@NullMarked
package ai.preloop.activities.embedded;

import org.jspecify.annotations.NullMarked;
