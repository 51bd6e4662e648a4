package ai.preloop.activities.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection outside the pools, for what belongs to a session; opened when it is asked for. */
final class OwnSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OwnSession.class);

  private final DatabaseSettings settings;
  private final List<String> first;
  private @Nullable Connection connection;

  /** {@code first} is said at the beginning of each session. */
  OwnSession(DatabaseSettings settings, List<String> first) {
    this.settings = settings;
    this.first = List.copyOf(first);
  }

  synchronized boolean isOpen() {
    return connection != null;
  }

  synchronized Connection connection() throws SQLException {
    Connection open = connection == null ? opened() : connection;
    connection = open;
    return open;
  }

  private Connection opened() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(Patience.PROPERTIES);
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    Connection open = DriverManager.getConnection(settings.jdbcUrl(), properties);
    try (Statement statement = open.createStatement()) {
      for (String each : first) {
        statement.execute(each);
      }
      return open;
    } catch (SQLException e) {
      open.close();
      throw e;
    }
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
