package ai.preloop.activities.approvals;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells Temporal every five seconds that an activity is alive, until it is closed, and under which
 * claim: the next attempt hears that, also when the database has forgotten it.
 */
final class Heartbeats implements AutoCloseable {

  private static final long EVERY = Duration.ofSeconds(5).toNanos();

  private final ActivityExecutionContext context;
  private volatile boolean open = true;
  private String claim;
  private final Thread thread;

  private Heartbeats(ActivityExecutionContext context, String claim) {
    this.context = context;
    this.claim = claim;
    tell();
    this.thread = Thread.ofVirtual().name("heartbeats").start(this::beat);
  }

  /** Temporal is told of the claim when this returns, if it can be reached. */
  static Heartbeats of(ActivityExecutionContext context, String claim) {
    return new Heartbeats(context, claim);
  }

  /** What an earlier attempt of this activity claimed, and did not take back. */
  static Optional<String> claimBefore(ActivityExecutionContext context) {
    return context.getHeartbeatDetails(String.class).filter(claim -> !claim.isEmpty());
  }

  /** The claim was taken back; the end of the activity tells that. */
  synchronized void takeBack() {
    claim = "";
    tell();
  }

  @Override
  public void close() {
    open = false;
    LockSupport.unpark(thread);
  }

  private void beat() {
    boolean heard = true;
    while (open && heard) {
      LockSupport.parkNanos(EVERY);
      heard = tell();
    }
  }

  /** False when it was cancelled or timed out there: a call that was sent is finished anyway. */
  private synchronized boolean tell() {
    try {
      context.heartbeat(claim);
      return true;
    } catch (ActivityCompletionException e) {
      return false;
    }
  }
}
