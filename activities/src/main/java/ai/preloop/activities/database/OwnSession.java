package ai.preloop.activities.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection outside the pools, for what belongs to a session; opened when it is asked for. */
final class OwnSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OwnSession.class);

  private final DatabaseSettings settings;
  private @Nullable Connection connection;

  OwnSession(DatabaseSettings settings) {
    this.settings = settings;
  }

  synchronized boolean isOpen() {
    return connection != null;
  }

  synchronized Connection connection() throws SQLException {
    Connection open =
        connection == null
            ? DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password())
            : connection;
    connection = open;
    return open;
  }

  @Override
  public synchronized void close() {
    Connection ending = connection;
    connection = null;
    try {
      if (ending != null) {
        ending.close();
      }
    } catch (SQLException e) {
      LOG.debug("The session was over already", e);
    }
  }
}
