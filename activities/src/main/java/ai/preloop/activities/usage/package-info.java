/**
 * The ledger of model calls: every call has its place before it is sent, and is settled to the
 * truth.
 */
@NullMarked
package ai.preloop.activities.usage;

import org.jspecify.annotations.NullMarked;
