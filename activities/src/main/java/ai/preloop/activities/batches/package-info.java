/**
 * Queues in memory that one writer empties in batches: bounded by places, kept until it is written.
 */
@NullMarked
package ai.preloop.activities.batches;

import org.jspecify.annotations.NullMarked;
