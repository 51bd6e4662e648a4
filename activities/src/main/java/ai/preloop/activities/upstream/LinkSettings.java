package ai.preloop.activities.upstream;

import java.time.Duration;
import java.util.Map;

/**
 * The operator's commands by their names, how many of their processes a node may have at once,
 * after how long without a call a conversation is ended, and where containers run.
 */
public record LinkSettings(
    Map<String, StdioCommand> commands,
    int processes,
    Duration idle,
    ContainerSettings containers) {

  public static final LinkSettings DEFAULTS =
      new LinkSettings(Map.of(), 64, Duration.ofMinutes(10));

  /** Where no command is a container's. */
  public LinkSettings(Map<String, ? extends StdioCommand> commands, int processes, Duration idle) {
    this(Map.copyOf(commands), processes, idle, ContainerSettings.DEFAULTS);
  }

  boolean hasContainers() {
    return commands.values().stream().anyMatch(ContainerCommand.class::isInstance);
  }

  public LinkSettings {
    commands = Map.copyOf(commands);
  }
}
