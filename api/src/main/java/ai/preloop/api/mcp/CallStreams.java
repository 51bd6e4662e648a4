package ai.preloop.api.mcp;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The streams of calls that a client has an id to come back to with (MCP, Resumability and
 * Redelivery): those that are open, of which there are no more than calls, and the last ones that
 * have ended, with answers that are not too large. They are this node's.
 */
final class CallStreams {

  private static final String PREFIX = "call-";
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MOST = 10_000;
  private static final int MOST_BYTES_OF_ONE = 1 << 20;
  private static final int MOST_BYTES = 16 << 20;

  private final Map<Name, InterimStream> open = new HashMap<>();
  private final Map<Name, Ended> ended = new LinkedHashMap<>();
  private int bytes;

  /** A stream, by the session that it is in and the id that its client was given. */
  record Name(String session, String id) {}

  private record Ended(InterimStream stream, int bytes, long until) {}

  /** Enters a stream of a session; the name is told to its client alone. */
  synchronized Name opened(String session, InterimStream stream) {
    Name name = new Name(session, PREFIX + UUID.randomUUID());
    open.put(name, stream);
    return name;
  }

  /** Keeps what has ended for a while, where there is room for its answer; false otherwise. */
  synchronized boolean ended(Name name, InterimStream stream, int size) {
    boolean isFirst = open.remove(name) != null;
    if (!isFirst || size > MOST_BYTES_OF_ONE) {
      return false;
    }
    ended.put(name, new Ended(stream, size, System.nanoTime() + KEPT.toNanos()));
    bytes += size;
    forget();
    return true;
  }

  /** The stream that a client of this session lost. */
  synchronized Optional<InterimStream> find(String session, String id) {
    forget();
    Name name = new Name(session, id);
    Ended over = ended.get(name);
    return Optional.ofNullable(over == null ? open.get(name) : over.stream());
  }

  /** The oldest are the first. */
  private void forget() {
    Iterator<Ended> oldest = ended.values().iterator();
    while (oldest.hasNext()) {
      Ended first = oldest.next();
      boolean isPast = first.until() - System.nanoTime() <= 0;
      if (!isPast && ended.size() <= MOST && bytes <= MOST_BYTES) {
        return;
      }
      oldest.remove();
      bytes -= first.bytes();
    }
  }
}
