package ai.preloop.activities.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * What one node at a time has: an advisory lock of a session of its own. The server frees it when
 * the session ends, however the node came to its end, so there is no clock to agree on and nothing
 * to clear away; and no transaction is open while it is held.
 */
public final class Leadership implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 5;

  /** A leader whose way to the server broke would otherwise lead, unheard, for hours. */
  private static final String LEASE = "set idle_session_timeout = '15s'";

  private final OwnSession session;
  private final long lock;
  private boolean held;

  /** {@code lock} is the same number on every node. */
  public Leadership(DatabaseSettings settings, long lock) {
    this.session = new OwnSession(settings, List.of(LEASE));
    this.lock = lock;
  }

  /** Whether it is this node's, asked of the database each time; taken where nobody has it. */
  public synchronized boolean isMine() {
    try {
      if (session.isOpen() && !session.connection().isValid(PATIENCE_SECONDS)) {
        close();
      }
      held = held || taken(session.connection());
      return held;
    } catch (SQLException e) {
      close();
      throw new DataAccessResourceFailureException("It is not known which node leads", e);
    }
  }

  /** Lets another node have it. */
  @Override
  public synchronized void close() {
    held = false;
    session.close();
  }

  private boolean taken(Connection open) throws SQLException {
    try (PreparedStatement asking = open.prepareStatement("select pg_try_advisory_lock(?)")) {
      asking.setLong(1, lock);
      try (ResultSet answer = asking.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }
}
