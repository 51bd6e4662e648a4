package ai.preloop.activities.database;

import ai.preloop.activities.loops.NamedLoop;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Looks every 500 ms without being told, and at once when it hears PostgreSQL's NOTIFY on a
 * connection of its own: a notification that is lost, or a server that gives none, costs half a
 * second and nothing else.
 */
public final class Notifications implements SmartLifecycle {

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);
  private static final int PATIENCE_SECONDS = 5;

  private final OwnSession session;
  private final Map<String, Consumer<String>> hearers;
  private final NamedLoop looking;
  private final NamedLoop hearing;

  /**
   * {@code hearers} by channel get each payload; {@code look} runs after payloads and when idle.
   */
  public Notifications(
      DatabaseSettings settings, Map<String, Consumer<String>> hearers, Runnable look) {
    this.session =
        new OwnSession(
            settings, hearers.keySet().stream().map(channel -> "listen " + channel).toList());
    this.hearers = Map.copyOf(hearers);
    this.looking = new NamedLoop("preloop-looks", LOOK_EVERY, LOOK_EVERY, look);
    this.hearing = new NamedLoop("preloop-notifications", Duration.ZERO, LISTEN_AGAIN, this::hear);
  }

  @Override
  public void start() {
    looking.start();
    hearing.start();
  }

  @Override
  public void stop() {
    hearing.stop();
    looking.stop();
    session.close();
  }

  @Override
  public boolean isRunning() {
    return looking.isRunning();
  }

  /** Before whatever judges by the snapshots, and after it has ended. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void hear() {
    try {
      Connection open = listening();
      PGNotification[] heard =
          open.unwrap(PGConnection.class).getNotifications(Math.toIntExact(LOOK_EVERY.toMillis()));
      if (heard == null || heard.length == 0) {
        requireAlive(open);
        return;
      }
      for (PGNotification one : heard) {
        looking.nudge();
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
      looking.nudge();
    }
    return connection;
  }

  /** Silence and a way that is broken sound the same. */
  private static void requireAlive(Connection open) throws SQLException {
    if (!open.isValid(PATIENCE_SECONDS)) {
      throw new SQLException("the session does not answer");
    }
  }
}
