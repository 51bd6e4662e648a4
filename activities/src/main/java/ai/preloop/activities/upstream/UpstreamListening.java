package ai.preloop.activities.upstream;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Listens to what a server says in a session of its own accord, on a thread of its own. A stream
 * that ends is opened again, after a while, until this is closed or the server says that it has
 * none.
 */
public final class UpstreamListening implements AutoCloseable {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final UpstreamClient client;
  private final UpstreamServer server;
  private final UpstreamSession session;
  private final Listener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Runnable cut = () -> {};

  private UpstreamListening(
      UpstreamClient client, UpstreamServer server, UpstreamSession session, Listener listener) {
    this.client = client;
    this.server = server;
    this.session = session;
    this.listener = listener;
  }

  /** Begins to listen. */
  public static UpstreamListening start(
      UpstreamClient client, UpstreamServer server, UpstreamSession session, Listener listener) {
    var listening = new UpstreamListening(client, server, session, listener);
    Thread.ofVirtual().name("listening upstream").start(listening::run);
    return listening;
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!isClosed(Duration.ZERO) && client.hear(server, session, listener, this::opened)) {
      if (isClosed(pause)) {
        return;
      }
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
  }

  private void opened(Runnable toCut) {
    cut = toCut;
    if (isClosed(Duration.ZERO)) {
      toCut.run();
    }
  }

  private boolean isClosed(Duration patience) {
    try {
      return closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    cut.run();
  }
}
