package ai.preloop.policies.budgets;

import java.util.OptionalLong;

/** How much of a window's money a node takes at once. */
public final class Slice {

  private static final long PARTS_OF_LIMIT = 64;
  private static final long PARTS_OF_REST = 8;

  private Slice() {}

  /**
   * What the call needs, with what others {@code want} that wait with it, and where there is plenty
   * more than that: a 64th of the limit, but no more than an eighth of what is left, so that the
   * last of it is not in one node's hands. Empty where there is less than is needed.
   */
  public static OptionalLong of(long need, long want, long limit, long available) {
    if (need > available) {
      return OptionalLong.empty();
    }
    long plenty = Math.min(limit / PARTS_OF_LIMIT, available / PARTS_OF_REST);
    return OptionalLong.of(Math.max(need, Math.max(plenty, Math.min(want, available))));
  }

  /** What the call needs and no more, for when money is scarce. */
  public static OptionalLong exact(long need, long available) {
    return need > available ? OptionalLong.empty() : OptionalLong.of(need);
  }
}
