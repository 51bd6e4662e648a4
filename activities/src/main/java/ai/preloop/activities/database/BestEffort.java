package ai.preloop.activities.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What is noted beside a call, and whose failing must not make the call fail. */
public final class BestEffort {

  private static final Logger LOG = LoggerFactory.getLogger(BestEffort.class);

  private BestEffort() {}

  /** Whether the database could be told. */
  public static boolean did(String what, Runnable work) {
    try {
      work.run();
      return true;
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("{} is not noted: {}", what, e.getMessage());
      return false;
    }
  }
}
