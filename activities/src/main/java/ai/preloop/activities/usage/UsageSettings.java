package ai.preloop.activities.usage;

import ai.preloop.activities.traces.Capture;
import java.time.Duration;

/**
 * How many calls a node may have in memory, from before they are sent until their settlement is
 * written; how long a caller waits for a place, or for the commit of one; for how long calls are
 * kept; and what of their words is.
 */
public record UsageSettings(
    int places, Duration placeWait, Duration commitWait, Duration kept, Capture capture) {

  public UsageSettings(int places, Duration placeWait, Duration commitWait, Duration kept) {
    this(places, placeWait, commitWait, kept, Capture.OFF);
  }

  /** 4,096 places, 2 s each, and 400 days. */
  public static final UsageSettings DEFAULT =
      new UsageSettings(4_096, Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofDays(400));

  public UsageSettings kept(Duration time) {
    return new UsageSettings(places, placeWait, commitWait, time, capture);
  }

  public UsageSettings capturing(Capture words) {
    return new UsageSettings(places, placeWait, commitWait, kept, words);
  }
}
