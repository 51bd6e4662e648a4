package ai.preloop.activities.database;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps a node's snapshots true. A look at the revision counters confirms them; a node that could
 * not look for {@link #LIMIT} refuses to judge by what it may no longer know.
 */
public final class Revisions {

  /** How old the last confirmation may be. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  private final Database database;
  private final List<AccountSnapshot> snapshots;
  private final LongSupplier nanoTime;
  private final ReentrantLock looking = new ReentrantLock();
  private final Map<UUID, Long> seen = new HashMap<>();
  private volatile @Nullable Long confirmedAt;

  public Revisions(Database database, List<AccountSnapshot> snapshots, LongSupplier nanoTime) {
    this.database = database;
    this.snapshots = List.copyOf(snapshots);
    this.nanoTime = nanoTime;
  }

  /**
   * Reads again whatever changed since the last look; returns once this node has it in force.
   * Within a transaction it does nothing: the commit's notification brings the look.
   */
  public void refresh() {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      // Nothing is in force before it is committed; the notification of the commit hastens the
      // look.
      return;
    }
    looking.lock();
    try {
      long begun = nanoTime.getAsLong();
      database.asSystem(Revisions::current).forEach(this::follow);
      confirmedAt = begun;
    } finally {
      looking.unlock();
    }
  }

  /** Refuses when the snapshots of this node were not confirmed lately. */
  public void requireConfirmed() {
    if (!isConfirmed()) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The database has not answered for %d seconds, so keys and policies cannot be confirmed; nothing was called."
              .formatted(LIMIT.toSeconds()));
    }
  }

  public boolean isConfirmed() {
    Long last = confirmedAt;
    return last != null && nanoTime.getAsLong() - last <= LIMIT.toNanos();
  }

  private void follow(UUID account, long revision) {
    if (!Long.valueOf(revision).equals(seen.get(account))) {
      snapshots.forEach(snapshot -> snapshot.reload(new AccountId(account)));
      seen.put(account, revision);
    }
  }

  private static Map<UUID, Long> current(JdbcClient jdbc) {
    Map<UUID, Long> revisions = new HashMap<>();
    jdbc.sql("select account_id, revision from account_revisions")
        .query(row -> {
          revisions.put(row.getObject(1, UUID.class), row.getLong(2));
        });
    return revisions;
  }
}
