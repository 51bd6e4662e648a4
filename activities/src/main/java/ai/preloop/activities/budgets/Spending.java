package ai.preloop.activities.budgets;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a window of a budget has come to, in nanodollars: {@code spent} is booked, {@code reserved}
 * is in the hands of nodes, for calls under way and those that were not booked yet. {@code
 * resetsAt} is null for all time.
 */
public record Spending(
    String subject, Instant start, @Nullable Instant resetsAt, long spent, long reserved) {}
