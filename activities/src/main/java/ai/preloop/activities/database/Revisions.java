package ai.preloop.activities.database;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps a node's snapshots true. A look at the revision counters confirms them; a node that could
 * not look for {@link #LIMIT} refuses to judge by what it may no longer know. An account that the
 * database has and this node cannot read is refused alone, and tried again at every look.
 */
public final class Revisions {

  /** How old the last confirmation may be. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Duration STRANGERS_SHARE = Duration.ofMillis(25);
  private static final Duration STRANGERS_WAIT = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Revisions.class);

  private final Database database;
  private final List<AccountSnapshot> snapshots;
  private final LongSupplier nanoTime;
  private final ReentrantLock looking = new ReentrantLock();
  private final Map<UUID, Long> seen = new HashMap<>();
  private final Map<AccountId, String> unreadable = new ConcurrentHashMap<>();
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
      return;
    }
    looking.lock();
    try {
      look();
    } finally {
      looking.unlock();
    }
  }

  /**
   * For whoever was asked about something that this node does not know: another one may have made
   * it a moment ago. Strangers ask too, as often as they like, so that all who ask within a moment
   * share one look.
   */
  public void refreshForStranger() {
    long asked = nanoTime.getAsLong();
    LockSupport.parkNanos(STRANGERS_SHARE.toNanos());
    if (!hasTheLook()) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The database does not answer, so this cannot be looked up now.");
    }
    try {
      Long last = confirmedAt;
      if (last == null || last - asked < 0) {
        look();
      }
    } finally {
      looking.unlock();
    }
  }

  private boolean hasTheLook() {
    try {
      return looking.tryLock(STRANGERS_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void look() {
    long begun = nanoTime.getAsLong();
    database.asSystem(Revisions::current).forEach(this::follow);
    confirmedAt = begun;
  }

  /**
   * As {@link #refresh}, for whoever has committed a change: that stands whatever becomes of this
   * look, and the next one repeats it.
   */
  public void refreshAfterCommit() {
    try {
      refresh();
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("A change is committed and not in force here yet: {}", e.getMessage());
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

  /** As above, and refuses an account whose snapshots could not be read as they are now. */
  public void requireConfirmed(AccountId account) {
    requireConfirmed();
    if (unreadable.containsKey(account)) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "What is stored for this account cannot be read, so nothing is done for it; the log of the server says why, and it goes on once that is mended.");
    }
  }

  /** How many accounts are refused because this node cannot read them. */
  public int unreadableAccounts() {
    return unreadable.size();
  }

  public boolean isConfirmed() {
    Long last = confirmedAt;
    return last != null && nanoTime.getAsLong() - last <= LIMIT.toNanos();
  }

  private void follow(UUID id, long revision) {
    if (Long.valueOf(revision).equals(seen.get(id))) {
      return;
    }
    AccountId account = new AccountId(id);
    List<RuntimeException> failures =
        snapshots.stream().map(each -> failure(each, account)).flatMap(Optional::stream).toList();
    if (failures.isEmpty()) {
      seen.put(id, revision);
      if (unreadable.remove(account) != null) {
        LOG.info("The account {} can be read again", account);
      }
    } else {
      seen.remove(id);
      refuse(account, failures.getFirst());
    }
  }

  /**
   * One snapshot that cannot be read keeps none of the others from being true; a database that is
   * not there does, and is nobody's fault in particular.
   */
  private Optional<RuntimeException> failure(AccountSnapshot snapshot, AccountId account) {
    try {
      snapshot.reload(account);
      return Optional.empty();
    } catch (RuntimeException e) {
      database.doAsSystem(jdbc -> jdbc.sql("select 1").query(Integer.class).single());
      return Optional.of(e);
    }
  }

  private void refuse(AccountId account, RuntimeException failure) {
    String reason = failure.toString();
    if (!reason.equals(unreadable.put(account, reason))) {
      LOG.error("The account {} cannot be read and is refused: {}", account, reason);
      LOG.debug("Why {} cannot be read", account, failure);
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
