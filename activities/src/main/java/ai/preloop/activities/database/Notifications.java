package ai.preloop.activities.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Hears PostgreSQL's NOTIFY on a connection of its own and every 500 ms looks without being told,
 * so that a notification that is lost costs half a second and nothing else.
 */
public final class Notifications implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final int LOOK_EVERY_MILLIS = 500;

  private final DatabaseSettings settings;
  private final Map<String, Consumer<String>> hearers;
  private final Runnable look;
  private volatile boolean running;

  /**
   * {@code hearers} by channel get each payload; {@code look} runs after payloads and when idle.
   */
  public Notifications(
      DatabaseSettings settings, Map<String, Consumer<String>> hearers, Runnable look) {
    this.settings = settings;
    this.hearers = Map.copyOf(hearers);
    this.look = look;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofPlatform().name("preloop-notifications").daemon().start(this::loop);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void loop() {
    while (running) {
      try (Connection connection = listen()) {
        hear(connection.unwrap(PGConnection.class));
      } catch (Exception e) {
        LOG.warn("Notifications are interrupted: {}", e.getMessage());
        LockSupport.parkNanos(LOOK_EVERY_MILLIS * 1_000_000L);
      }
    }
  }

  private void hear(PGConnection connection) throws SQLException {
    while (running) {
      look.run();
      PGNotification[] heard = connection.getNotifications(LOOK_EVERY_MILLIS);
      for (PGNotification one : heard == null ? new PGNotification[0] : heard) {
        hearers.getOrDefault(one.getName(), payload -> {}).accept(one.getParameter());
      }
    }
  }

  private Connection listen() throws SQLException {
    Connection connection =
        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    try (Statement statement = connection.createStatement()) {
      for (String channel : hearers.keySet()) {
        statement.execute("listen " + channel);
      }
    }
    return connection;
  }
}
