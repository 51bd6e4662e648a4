package ai.preloop.activities.upstream;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that is to be sent once, if it is cleared at the last moment, by the deadline; the
 * listener hears what comes before its answer. {@code schema} is that of the arguments, where it is
 * a tool that is called.
 */
public record Outgoing(
    long id,
    byte[] body,
    Clearance clearance,
    Deadline deadline,
    Listener listener,
    Map<?, ?> schema) {

  /** One that nobody listens to. */
  public Outgoing(long id, byte[] body, Clearance clearance, Deadline deadline) {
    this(id, body, clearance, deadline, Nobody.AT_ALL, Map.of());
  }

  /** The same under another id, which its body has, and by another time. */
  Outgoing with(long otherId, byte[] otherBody, Deadline by) {
    return new Outgoing(otherId, otherBody, clearance, by, listener, schema);
  }

  /** Asked when the connection stands and before the first byte is written. */
  @FunctionalInterface
  public interface Clearance {

    Clearance GIVEN = () -> null;

    /** Why the request may not leave now; null when it may. */
    @Nullable String refusal();
  }
}
