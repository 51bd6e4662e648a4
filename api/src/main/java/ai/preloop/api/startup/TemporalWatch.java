package ai.preloop.api.startup;

import ai.preloop.activities.approvals.RequiredAttributes;
import ai.preloop.activities.loops.NamedLoop;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Asks Temporal every few seconds whether it is there and has what approvals need, so that
 * readiness knows without asking.
 */
@Component
public final class TemporalWatch implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(TemporalWatch.class);
  private static final int PATIENCE_SECONDS = 3;

  private final WorkflowServiceStubs temporal;
  private final RequiredAttributes attributes;
  private final NamedLoop loop =
      new NamedLoop("preloop-temporal-watch", Duration.ofSeconds(3), this::ask);
  private volatile boolean answers;

  TemporalWatch(WorkflowServiceStubs temporal, RequiredAttributes attributes) {
    this.temporal = temporal;
    this.attributes = attributes;
  }

  boolean answers() {
    return answers;
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  void ask() {
    boolean now = asked();
    if (answers && !now) {
      LOG.warn("Temporal does not answer");
    }
    if (now && (!answers || attributes.problem().isPresent())) {
      attributes.ensure();
    }
    answers = now;
  }

  private boolean asked() {
    try {
      temporal
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return true;
    } catch (RuntimeException e) {
      LOG.debug("Temporal does not answer", e);
      return false;
    }
  }
}
