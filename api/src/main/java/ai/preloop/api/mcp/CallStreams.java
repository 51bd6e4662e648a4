package ai.preloop.api.mcp;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The streams of calls that a client has an id to come back to with (MCP, Resumability and
 * Redelivery): those that are open, and the last ones that have ended, with their answers. They are
 * this node's.
 */
final class CallStreams {

  private static final String PREFIX = "call-";
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MOST = 10_000;
  private static final long MOST_BYTES = 16L << 20;

  private final Map<Name, Kept> streams = new LinkedHashMap<>();
  private long bytes;

  /** A stream, by the session that it is in and the id that its client was given. */
  record Name(String session, String id) {}

  /** {@code until} is null for as long as it has not ended. */
  private record Kept(InterimStream stream, int bytes, @Nullable Long until) {}

  /** Enters a stream of a session; the name is told to its client alone. */
  synchronized Name opened(String session, InterimStream stream) {
    Name name = new Name(session, PREFIX + UUID.randomUUID());
    streams.put(name, new Kept(stream, 0, null));
    makeRoom();
    return name;
  }

  /** Keeps what has ended for a while; a large answer makes others go. */
  synchronized void ended(Name name, InterimStream stream, int size) {
    remove(name);
    streams.put(name, new Kept(stream, size, System.nanoTime() + KEPT.toNanos()));
    bytes += size;
    makeRoom();
  }

  /** The stream that a client of this session lost. */
  synchronized Optional<InterimStream> find(String session, String id) {
    makeRoom();
    return Optional.ofNullable(streams.get(new Name(session, id))).map(Kept::stream);
  }

  private void makeRoom() {
    Iterator<Kept> oldest = streams.values().iterator();
    while (oldest.hasNext()) {
      Kept kept = oldest.next();
      boolean isPast = kept.until() != null && kept.until() - System.nanoTime() <= 0;
      boolean isTooMuch = streams.size() > MOST || (bytes > MOST_BYTES && kept.bytes() > 0);
      if (isPast || isTooMuch) {
        oldest.remove();
        bytes -= kept.bytes();
      }
    }
  }

  private void remove(Name name) {
    Kept kept = streams.remove(name);
    bytes -= kept == null ? 0 : kept.bytes();
  }
}
