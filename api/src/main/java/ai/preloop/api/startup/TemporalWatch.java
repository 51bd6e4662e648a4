package ai.preloop.api.startup;

import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Asks Temporal every few seconds whether it is there, so that readiness knows without asking. */
@Component
public final class TemporalWatch implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(TemporalWatch.class);
  private static final long EVERY = Duration.ofSeconds(3).toNanos();

  private final WorkflowServiceStubs temporal;
  private volatile boolean running;
  private volatile boolean answers;

  TemporalWatch(WorkflowServiceStubs temporal) {
    this.temporal = temporal;
  }

  boolean answers() {
    return answers;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofPlatform().name("preloop-temporal-watch").daemon().start(this::watch);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void watch() {
    while (running) {
      boolean now = asked();
      if (answers && !now) {
        LOG.warn("Temporal does not answer");
      }
      answers = now;
      LockSupport.parkNanos(EVERY);
    }
  }

  private boolean asked() {
    try {
      temporal.healthCheck();
      return true;
    } catch (RuntimeException e) {
      LOG.debug("Temporal does not answer", e);
      return false;
    }
  }
}
