package ai.preloop.activities.nodes;

import java.time.Duration;

/**
 * How often a node says that it lives, for how long it may believe so itself, and after what
 * silence the others take it for lost; each is much longer than the one before.
 */
public record NodeSettings(Duration beat, Duration confirmed, Duration lost) {

  /** 3 s, 15 s and 60 s. */
  public static final NodeSettings DEFAULT =
      new NodeSettings(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(60));

  public NodeSettings {
    if (beat.compareTo(confirmed) >= 0 || confirmed.compareTo(lost) >= 0) {
      throw new IllegalArgumentException(
          "A node beats more often than it is believed, and is believed for less time than it takes"
              + " to be lost");
    }
  }
}
