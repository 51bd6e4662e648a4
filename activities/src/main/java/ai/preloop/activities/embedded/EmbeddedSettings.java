package ai.preloop.activities.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What to run, and where: {@code environment} is what programs are looked for in ({@code PATH},
 * {@code TEMPORAL_CLI}), {@code log} is given one line at a time, from several threads.
 */
public record EmbeddedSettings(
    Path home, Set<EmbeddedServer> servers, Map<String, String> environment, Consumer<String> log) {

  public EmbeddedSettings {
    servers = Set.copyOf(servers);
    environment = Map.copyOf(environment);
  }

  /** The given servers under {@code home}, with the environment of this process. */
  public static EmbeddedSettings of(Path home, Set<EmbeddedServer> servers, Consumer<String> log) {
    return new EmbeddedSettings(home, servers, System.getenv(), log);
  }
}
