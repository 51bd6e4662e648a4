package ai.preloop.activities.approvals;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Tells Temporal every five seconds that an activity is alive, until it is closed. */
final class Heartbeats implements AutoCloseable {

  private static final long EVERY = Duration.ofSeconds(5).toNanos();

  private final ActivityExecutionContext context;
  private volatile boolean open = true;
  private final Thread thread;

  private Heartbeats(ActivityExecutionContext context) {
    this.context = context;
    this.thread = Thread.ofVirtual().name("heartbeats").start(this::beat);
  }

  static Heartbeats of(ActivityExecutionContext context) {
    return new Heartbeats(context);
  }

  @Override
  public void close() {
    open = false;
    LockSupport.unpark(thread);
  }

  private void beat() {
    while (open) {
      try {
        context.heartbeat(null);
      } catch (ActivityCompletionException e) {
        // Cancelled or timed out on the server's side: the call that was sent is finished all the
        // same.
        return;
      }
      LockSupport.parkNanos(EVERY);
    }
  }
}
