package ai.preloop.api.startup;

import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Starts the workers once Temporal answers, however long that takes, and ends them in order. */
@Component
public final class WorkerLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerLifecycle.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final WorkerFactory factory;
  private final WorkflowServiceStubs temporal;
  private volatile boolean running;

  WorkerLifecycle(WorkerFactory factory, WorkflowServiceStubs temporal) {
    this.factory = factory;
    this.temporal = temporal;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofPlatform().name("preloop-worker-start").daemon().start(this::startWhenAnswered);
  }

  @Override
  public void stop() {
    running = false;
    if (factory.isStarted()) {
      factory.shutdown();
      factory.awaitTermination(10, TimeUnit.SECONDS);
    }
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
    while (running && !factory.isStarted()) {
      try {
        temporal.healthCheck();
        factory.start();
      } catch (RuntimeException e) {
        LOG.warn("Temporal does not answer yet: {}", e.getMessage());
        LockSupport.parkNanos(PATIENCE.toNanos());
      }
    }
  }
}
