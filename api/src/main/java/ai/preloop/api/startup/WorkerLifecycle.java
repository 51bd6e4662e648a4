package ai.preloop.api.startup;

import ai.preloop.activities.database.Revisions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts the workers once the snapshots are confirmed and Temporal answers, however long that
 * takes. Ends them after the web server and before what they need: a call that was sent is worth
 * its whole time, because its answer would be lost with the process.
 */
@Component
public final class WorkerLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerLifecycle.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration GLANCE = Duration.ofMillis(50);

  /** For what comes before a call and after it: a session that is opened, a result that is kept. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final WorkerFactory factory;
  private final WorkflowServiceStubs temporal;
  private final Revisions revisions;
  private final Duration longestEnd;
  private volatile boolean running;

  WorkerLifecycle(
      WorkerFactory factory,
      WorkflowServiceStubs temporal,
      Revisions revisions,
      @Value("${preloop.upstream.call}") Duration longestCall) {
    this.factory = factory;
    this.temporal = temporal;
    this.revisions = revisions;
    this.longestEnd = longestCall.plus(MARGIN);
  }

  @Override
  public void start() {
    running = true;
    Thread.ofPlatform().name("preloop-worker-start").daemon().start(this::startWhenAnswered);
  }

  @Override
  public void stop() {
    startNoMore();
    if (factory.isStarted()) {
      factory.shutdown();
      factory.awaitTermination(longestEnd.toMillis(), TimeUnit.MILLISECONDS);
      if (!factory.isTerminated()) {
        LOG.warn("What still runs after {} s is given up", longestEnd.toSeconds());
      }
    }
  }

  /** The web server ends two phases above. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 4096;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Whether this node takes workflow and activity tasks. */
  boolean isStarted() {
    return factory.isStarted() && !factory.isShutdown();
  }

  private void startWhenAnswered() {
    while (running && !revisions.isConfirmed()) {
      LockSupport.parkNanos(GLANCE.toNanos());
    }
    while (running && !factory.isStarted()) {
      try {
        temporal.healthCheck();
        startUnlessStopped();
      } catch (RuntimeException e) {
        LOG.warn("Temporal does not answer yet: {}", e.getMessage());
        LockSupport.parkNanos(PATIENCE.toNanos());
      }
    }
  }

  private synchronized void startUnlessStopped() {
    if (running) {
      factory.start();
    }
  }

  /** Temporal may answer long after a stop, and workers that start then would end with nobody. */
  private synchronized void startNoMore() {
    running = false;
  }
}
