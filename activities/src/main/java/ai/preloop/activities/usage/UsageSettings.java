package ai.preloop.activities.usage;

import java.time.Duration;

/**
 * How many calls a node may have in memory, from before they are sent until their settlement is
 * written; how long a caller waits for a place, or for the commit of one; and for how long calls
 * are kept.
 */
public record UsageSettings(int places, Duration placeWait, Duration commitWait, Duration kept) {

  /** 4,096 places, 2 s each, and 400 days. */
  public static final UsageSettings DEFAULT =
      new UsageSettings(4_096, Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofDays(400));

  public UsageSettings kept(Duration time) {
    return new UsageSettings(places, placeWait, commitWait, time);
  }
}
