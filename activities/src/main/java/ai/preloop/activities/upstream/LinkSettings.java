package ai.preloop.activities.upstream;

import java.time.Duration;
import java.util.Map;

/**
 * The operator's commands by their names, how many of their processes a node may have at once, and
 * after how long without a call a conversation is ended.
 */
public record LinkSettings(Map<String, LocalCommand> commands, int processes, Duration idle) {

  public static final LinkSettings DEFAULTS =
      new LinkSettings(Map.of(), 64, Duration.ofMinutes(10));

  public LinkSettings {
    commands = Map.copyOf(commands);
  }
}
