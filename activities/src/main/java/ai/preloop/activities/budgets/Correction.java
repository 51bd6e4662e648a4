package ai.preloop.activities.budgets;

import java.time.Instant;

/** That a call which began then cost so much more than was counted, or less. */
public record Correction(BudgetedCall call, Instant at, long nanos) {}
