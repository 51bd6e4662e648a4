/**
 * What a call of a model leaves beside its row in the ledger: the tool calls that its answer asks
 * for, the header that named its session and, where the operator wants it, what was said.
 */
@NullMarked
package ai.preloop.activities.traces;

import org.jspecify.annotations.NullMarked;
