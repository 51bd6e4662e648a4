/** Quorums: how votes, a cancellation and a deadline become one outcome, purely. */
@NullMarked
package ai.preloop.policies.quorum;

import org.jspecify.annotations.NullMarked;
