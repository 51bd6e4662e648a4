package ai.preloop.api.gateway;

import ai.preloop.activities.attempts.Cancellation;
import ai.preloop.activities.loops.NamedLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;

/**
 * Finds out that clients have gone away whose calls are under way: nothing is written to one that
 * waits for the head of its answer, so its connection is looked at. A call of a moment is never.
 */
final class Departures implements DisposableBean {

  private static final Duration TICK = Duration.ofSeconds(1);

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final NamedLoop loop = new NamedLoop("preloop-departures", TICK, this::look);

  Departures() {
    loop.start();
  }

  /** Cancels the call when its client has gone, until it is closed. */
  Watch watch(ClientConnection connection, Cancellation left) {
    Watch watch = new Watch(connection, left);
    watches.add(watch);
    return watch;
  }

  private void look() {
    watches.forEach(Watch::look);
  }

  /** One call; who closes it has the connection alone again. */
  final class Watch implements AutoCloseable {

    private final ClientConnection connection;
    private final Cancellation left;
    private final long begun = System.nanoTime();
    private boolean isOver;

    private Watch(ClientConnection connection, Cancellation left) {
      this.connection = connection;
      this.left = left;
    }

    private synchronized void look() {
      if (!isOver && System.nanoTime() - begun > TICK.toNanos() && connection.isClosed()) {
        isOver = true;
        watches.remove(this);
        // To cut a provider's connection may take its time, which the other calls do not wait for.
        Thread.ofVirtual().name("cancelling a call").start(left::cancel);
      }
    }

    @Override
    public synchronized void close() {
      isOver = true;
      watches.remove(this);
    }
  }

  @Override
  public void destroy() {
    loop.stop();
  }
}
