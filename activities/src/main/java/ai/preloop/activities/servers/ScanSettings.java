package ai.preloop.activities.servers;

import java.time.Duration;

/**
 * How often every server is asked for its tools, how soon one that failed is asked again at first,
 * and how long at least lies between two askings that a server brings about by itself.
 */
public record ScanSettings(Duration every, Duration retry, Duration debounce) {

  /** The usual pauses after a failure and between notices. */
  public static ScanSettings each(Duration every) {
    return new ScanSettings(every, Duration.ofMinutes(1), Duration.ofSeconds(10));
  }
}
