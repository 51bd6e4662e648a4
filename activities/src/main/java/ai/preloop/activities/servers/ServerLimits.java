package ai.preloop.activities.servers;

import java.time.Duration;

/**
 * How many calls may be under way at once in a node to a server that says nothing else, and how
 * long one more waits for its turn.
 */
public record ServerLimits(int calls, Duration patience) {

  public ServerLimits {
    if (calls < 1 || patience.isNegative()) {
      throw new IllegalArgumentException("At least 1 call, and a wait that is not negative");
    }
  }
}
