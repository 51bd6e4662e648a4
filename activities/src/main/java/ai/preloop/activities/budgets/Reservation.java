package ai.preloop.activities.budgets;

import java.util.List;
import java.util.UUID;

/** What a call may cost at the most, kept free for it in every budget that it counts in. */
public interface Reservation {

  /**
   * The leases that it is reserved on; where there are any, its place in the ledger is committed
   * first.
   */
  List<UUID> leases();

  /**
   * Whether nobody can have taken the leases from this node; asked once more before a call that has
   * some is sent, when its place is committed.
   */
  boolean isConfirmed();

  /** The names of soft budgets that are used up, for a mark on the answer. */
  List<String> exceeded();

  /** What it cost in truth, in nanodollars; once. */
  void settle(long nanos);
}
