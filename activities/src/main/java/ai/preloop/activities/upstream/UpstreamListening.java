package ai.preloop.activities.upstream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to what a server says in a session of its own accord, on a thread of its own. A stream
 * that ends is opened again, after a while, until this is closed or the server says that it has
 * none or does not know the session.
 */
public final class UpstreamListening implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamListening.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** A stream that lasted so long is no failure when it ends. */
  private static final Duration LASTING = Duration.ofMinutes(1);

  private final UpstreamClient client;
  private final Topic topic;
  private final Listener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Runnable cut = () -> {};

  private UpstreamListening(UpstreamClient client, Topic topic, Listener listener) {
    this.client = client;
    this.topic = topic;
    this.listener = listener;
  }

  /**
   * What is listened to: a server in a session; one without is told of which resources its client
   * wants to hear.
   */
  public record Topic(UpstreamServer server, UpstreamSession session, Set<String> resources) {

    public Topic {
      resources = Set.copyOf(resources);
    }
  }

  /** Begins to listen. */
  public static UpstreamListening start(UpstreamClient client, Topic topic, Listener listener) {
    var listening = new UpstreamListening(client, topic, listener);
    Thread.ofVirtual().name("listening upstream").start(listening::run);
    return listening;
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    long began = System.nanoTime();
    while (!isClosed(Duration.ZERO) && goesOn()) {
      pause = System.nanoTime() - began < LASTING.toNanos() ? pause : FIRST_PAUSE;
      if (isClosed(pause)) {
        return;
      }
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
      began = System.nanoTime();
    }
  }

  private boolean goesOn() {
    try {
      return client.hear(topic, listener, this::opened);
    } catch (RuntimeException e) {
      LOG.warn("What an upstream server said could not be heard; it is listened to again", e);
      return true;
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
