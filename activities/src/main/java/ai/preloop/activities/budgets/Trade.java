package ai.preloop.activities.budgets;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a node settles with a window in one transaction: it ends leases that are done with, cuts the
 * others to what they hold, and takes a new one if it {@code needs} money.
 */
record Trade(List<Part> ended, List<Part> kept, @Nullable Wish wish) {

  /** A lease, and what was spent of it or is held on it. */
  record Part(UUID lease, long nanos) {}

  /**
   * {@code want} is what all calls need that wait, this one included; {@code recalledAt} is when
   * the others were asked for what lies idle, for this very call.
   */
  record Wish(long need, long want, boolean mayRecall, @Nullable Instant recalledAt) {}

  /** How it went: the leases that were not this node's any more, and what was got. */
  record Traded(Set<UUID> lost, Got got) {}

  /** What a wish came to. */
  sealed interface Got {

    /** Nothing was asked for. */
    record Nothing() implements Got {}

    /** There is no such budget any more. */
    record Gone() implements Got {}

    /** A lease; {@code known} is when the budget was changed last. */
    record Slice(UUID lease, long amount, Instant known) implements Got {}

    /** Too little; {@code awaited} is when the others were asked, where they have not answered. */
    record Lacking(long limit, long taken, @Nullable Instant awaited) implements Got {}
  }
}
