package ai.preloop.activities.budgets;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a call may take at the most, kept free for it in every budget that it counts in. */
public interface Reservation {

  /**
   * The leases that it is reserved on; where there are any, the place of a model's call in the
   * ledger is committed first.
   */
  List<UUID> leases();

  /**
   * Whether nobody can have taken the leases from this node; asked once more before a model's call
   * that has some is sent, when its place is committed.
   */
  boolean isConfirmed();

  /**
   * The names of soft budgets that are used up, for a mark on the answer of this model; for null,
   * those that count the call whoever serves it.
   */
  List<String> exceeded(@Nullable String servedBy);

  /**
   * What it took in truth, once, and which model served it: budgets of others that might have are
   * left as they were. For null all of them count it.
   */
  void settle(long amount, @Nullable String servedBy);

  /**
   * The settlement is on record. Until then the leases are not returned, so that whoever heals them
   * says the same of the call as the record.
   */
  void forget();

  /** As both, for what has no record. */
  default void settle(long amount) {
    settle(amount, null);
    forget();
  }
}
