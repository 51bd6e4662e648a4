package ai.preloop.activities.upstream;

import org.jspecify.annotations.Nullable;

/**
 * One request that is to be sent once, if it is cleared at the last moment, by the deadline; the
 * listener hears what comes before its answer.
 */
public record Outgoing(
    long id, byte[] body, Clearance clearance, Deadline deadline, Listener listener) {

  /** One that nobody listens to. */
  public Outgoing(long id, byte[] body, Clearance clearance, Deadline deadline) {
    this(id, body, clearance, deadline, Listener.NOBODY);
  }

  /** Asked when the connection stands and before the first byte is written. */
  @FunctionalInterface
  public interface Clearance {

    Clearance GIVEN = () -> null;

    /** Why the request may not leave now; null when it may. */
    @Nullable String refusal();
  }
}
