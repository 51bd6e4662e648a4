package ai.preloop.activities.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A call as it was when it took its place: of which node, and since when, to the microsecond. */
record Opened(ModelCall call, UUID node, Instant startedAt) {

  Opened {
    startedAt = startedAt.truncatedTo(ChronoUnit.MICROS);
  }
}
