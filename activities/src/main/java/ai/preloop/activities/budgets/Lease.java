package ai.preloop.activities.budgets;

import java.time.Duration;
import java.util.UUID;

/**
 * Money of a window that this node has taken: what of it was spent, and what is kept for calls
 * under way. Each call is kept for wholly on one lease. Guarded by its purse.
 */
final class Lease {

  /** How long it is drawn on; then it is returned once its last call is settled. */
  static final Duration LIFE = Duration.ofMinutes(1);

  private final UUID id;
  private final long takenAt;
  private long amount;
  private long used;
  private long reserved;
  private int calls;
  private long drawnAt;
  private boolean owes;
  private boolean lost;

  Lease(UUID id, long amount, long now) {
    this.id = id;
    this.amount = amount;
    this.takenAt = now;
    this.drawnAt = now;
  }

  UUID id() {
    return id;
  }

  /** What is neither spent nor kept; below zero where more was charged than was taken. */
  long free() {
    return amount - used - reserved;
  }

  /** What it needs at the least. */
  long held() {
    return used + reserved;
  }

  long used() {
    return used;
  }

  long reserved() {
    return reserved;
  }

  boolean isIdle() {
    return calls == 0;
  }

  boolean isLost() {
    return lost;
  }

  boolean mayGive(long need, long now) {
    return !lost && free() >= need && now - takenAt < LIFE.toNanos();
  }

  /** Whether nothing was drawn from it for so long, or its life is over. */
  boolean isStale(long now, Duration rest) {
    return now - drawnAt >= rest.toNanos() || now - takenAt >= LIFE.toNanos();
  }

  void reserve(long need, long now) {
    reserved += need;
    calls++;
    drawnAt = now;
  }

  void settle(long bound, long truth) {
    reserved -= bound;
    used += truth;
  }

  /** What one of its calls came to is on record. */
  void forget() {
    calls--;
  }

  /** Lets go of what lies idle, or takes on what was charged above, which is to be told. */
  void bare() {
    owes = owes || free() < 0;
    amount = held();
  }

  /** The database was told. */
  void traded() {
    owes = false;
  }

  /** Whether more was charged than the database counts. */
  boolean isInDebt() {
    return !lost && (owes || free() < 0);
  }

  /** Another node has settled it in this one's stead. */
  void lose() {
    lost = true;
  }
}
