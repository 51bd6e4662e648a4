package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
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
  private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** A stream that lasted so long is no failure when it ends. */
  private static final Duration LASTING = Duration.ofMinutes(1);

  private final UpstreamClient client;
  private final Topic topic;
  private final Listener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch standing = new CountDownLatch(1);
  private volatile Runnable cut = () -> {};

  private UpstreamListening(UpstreamClient client, Topic topic, Listener listener) {
    this.client = client;
    this.topic = topic;
    this.listener = new FromItsBeginning(listener, standing);
  }

  /** Hears that a subscription stands, which is for nobody else. */
  private record FromItsBeginning(Listener listener, CountDownLatch standing) implements Listener {

    @Override
    public ClientTerms client() {
      return listener.client();
    }

    @Override
    public void notified(String method, JsonSlice message) {
      if (method.equals(ACKNOWLEDGED)) {
        standing.countDown();
      } else {
        listener.notified(method, message);
      }
    }

    @Override
    public void asked(ServerRequest request) {
      listener.asked(request);
    }
  }

  /**
   * Waits until nothing that is said from then on is missed, or there is nothing to be heard; false
   * where the time is over before.
   */
  public boolean awaitStanding(Deadline deadline) {
    try {
      return standing.await(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
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
    try {
      hear();
    } finally {
      standing.countDown();
    }
  }

  private void hear() {
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
      return client.hear(topic, listener, new Beginning());
    } catch (RuntimeException e) {
      LOG.warn("What an upstream server said could not be heard; it is listened to again", e);
      return true;
    } finally {
      standing.countDown(); // Nobody waits for what was tried and has failed.
    }
  }

  private final class Beginning implements Course {

    @Override
    public void begins(Runnable toCut) {
      cut = toCut;
      if (isClosed(Duration.ZERO)) {
        toCut.run();
      }
    }

    /** A server with sessions has a stream by then, and says nothing more of it. */
    @Override
    public void answered() {
      if (!topic.session().isStateless()) {
        standing.countDown();
      }
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
