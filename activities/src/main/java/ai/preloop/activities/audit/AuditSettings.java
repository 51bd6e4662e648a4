package ai.preloop.activities.audit;

import java.time.Duration;

/** How many records may wait in memory, and how long a caller waits for a place or a commit. */
public record AuditSettings(int capacity, Duration placeWait, Duration commitWait) {

  /** 4,096 records, 2 s and 5 s. */
  public static final AuditSettings DEFAULT =
      new AuditSettings(4_096, Duration.ofSeconds(2), Duration.ofSeconds(5));
}
