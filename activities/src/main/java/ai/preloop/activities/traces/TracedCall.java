package ai.preloop.activities.traces;

import java.time.Instant;
import java.util.UUID;

/** A call with its trace; its session is the one that was said, or stands for its key. */
public record TracedCall(UUID id, Instant startedAt, UUID user, String session, Trace trace) {

  /** Most calls ask for no tools, and their words are not kept. */
  public boolean leavesRows() {
    return !trace.toolCalls().isEmpty() || trace.words() != null;
  }
}
