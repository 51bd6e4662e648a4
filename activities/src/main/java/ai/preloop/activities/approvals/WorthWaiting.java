package ai.preloop.activities.approvals;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Keeps what a call was answered, which is worth waiting for a database that is away. */
final class WorthWaiting {

  private static final Logger LOG = LoggerFactory.getLogger(WorthWaiting.class);
  private static final Duration KEEP_TRYING = Duration.ofMinutes(2);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private WorthWaiting() {}

  /** Does it, again and again for a while; {@code keeping} may find that it was done before. */
  static <T> T forDatabase(String what, Supplier<T> keeping) {
    long begun = System.nanoTime();
    while (true) {
      try {
        return keeping.get();
      } catch (DataAccessException | TransactionException e) {
        if (System.nanoTime() - begun > KEEP_TRYING.toNanos()) {
          throw e;
        }
        LOG.warn("{} waits for the database", what);
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
    }
  }
}
