package ai.preloop.activities.database;

import ai.preloop.activities.loops.NamedLoop;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Hears PostgreSQL's NOTIFY on a connection of its own and every 500 ms looks without being told,
 * so that a notification that is lost costs half a second and nothing else.
 */
public final class Notifications implements SmartLifecycle {

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final OwnSession session;
  private final Map<String, Consumer<String>> hearers;
  private final Runnable look;
  private final NamedLoop loop;

  /**
   * {@code hearers} by channel get each payload; {@code look} runs after payloads and when idle.
   */
  public Notifications(
      DatabaseSettings settings, Map<String, Consumer<String>> hearers, Runnable look) {
    this.session = new OwnSession(settings);
    this.hearers = Map.copyOf(hearers);
    this.look = look;
    this.loop =
        new NamedLoop("preloop-notifications", Duration.ZERO, LOOK_EVERY, this::lookAndHear);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
    session.close();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  /** Before whatever judges by the snapshots, and after it has ended. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void lookAndHear() {
    try {
      PGConnection listening = listening().unwrap(PGConnection.class);
      look.run();
      PGNotification[] heard = listening.getNotifications(Math.toIntExact(LOOK_EVERY.toMillis()));
      for (PGNotification one : heard == null ? new PGNotification[0] : heard) {
        hearers.getOrDefault(one.getName(), payload -> {}).accept(one.getParameter());
      }
    } catch (SQLException e) {
      session.close();
      throw new DataAccessResourceFailureException("Notifications are interrupted", e);
    }
  }

  private Connection listening() throws SQLException {
    boolean listens = session.isOpen();
    Connection connection = session.connection();
    if (!listens) {
      try (Statement statement = connection.createStatement()) {
        for (String channel : hearers.keySet()) {
          statement.execute("listen " + channel);
        }
      }
    }
    return connection;
  }
}
