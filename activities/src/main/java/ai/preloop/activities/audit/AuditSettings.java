package ai.preloop.activities.audit;

import java.time.Duration;

/**
 * How many places there are for records that wait in memory, one or more for each, of allowed calls
 * and of what gates something, which share none; and how long a caller waits for a place or a
 * commit. The end of the node waits as long for calls under way as a caller does for a place.
 */
public record AuditSettings(int calls, int gates, Duration placeWait, Duration commitWait) {

  /** 3,584 and 512 places, 2 s and 5 s. */
  public static final AuditSettings DEFAULT =
      new AuditSettings(3_584, 512, Duration.ofSeconds(2), Duration.ofSeconds(5));
}
