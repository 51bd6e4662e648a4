package ai.preloop.api.mcp;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** For work that is worth waiting for a database that is away for a moment. */
final class Patiently {

  private static final Duration MOMENT = Duration.ofSeconds(5);
  private static final Duration BETWEEN = Duration.ofMillis(250);

  private Patiently() {}

  /** Tries again and again for a moment, then fails as the last try did. */
  static <T> T get(Supplier<T> work) {
    long start = System.nanoTime();
    while (true) {
      try {
        return work.get();
      } catch (DataAccessException | TransactionException e) {
        if (System.nanoTime() - start > MOMENT.toNanos()
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
    }
  }
}
