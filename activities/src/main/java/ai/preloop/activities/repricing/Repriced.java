package ai.preloop.activities.repricing;

/**
 * What came of pricing calls again: how many were looked at, how many cost something else now, and
 * what all of them came to before and after, in nanodollars; a call without a price counts nothing.
 */
public record Repriced(long lookedAt, long changed, long beforeNanos, long afterNanos) {

  static final Repriced NOTHING = new Repriced(0, 0, 0, 0);

  Repriced and(Repriced more) {
    return new Repriced(
        lookedAt + more.lookedAt,
        changed + more.changed,
        Math.addExact(beforeNanos, more.beforeNanos),
        Math.addExact(afterNanos, more.afterNanos));
  }
}
