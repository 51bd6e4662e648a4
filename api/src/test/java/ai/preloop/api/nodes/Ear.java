package ai.preloop.api.nodes;

import ai.preloop.activities.embedded.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hears what NOTIFY tells a node. */
final class Ear implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Connection connection;

  Ear(TestDatabase database) throws SQLException {
    this.connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    try (Statement listening = connection.createStatement()) {
      listening.execute("listen preloop_snapshots");
      listening.execute("listen preloop_approvals");
      listening.execute("listen preloop_cancellations");
    }
  }

  boolean heardAnything() throws SQLException {
    PGNotification[] heard =
        connection
            .unwrap(PGConnection.class)
            .getNotifications(Math.toIntExact(PATIENCE.toMillis()));
    return heard != null && heard.length > 0;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
