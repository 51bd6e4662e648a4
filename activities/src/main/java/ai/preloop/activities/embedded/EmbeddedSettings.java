package ai.preloop.activities.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What to run, and where: {@code environment} is what programs are looked for in ({@code PATH},
 * {@code TEMPORAL_CLI}), {@code log} hears what happens.
 */
public record EmbeddedSettings(
    Path home, Set<EmbeddedServer> servers, Map<String, String> environment, EmbeddedLog log) {

  public EmbeddedSettings {
    servers = Set.copyOf(servers);
    environment = Map.copyOf(environment);
  }

  /** The given servers under {@code home}, with the environment of this process. */
  public static EmbeddedSettings of(Path home, Set<EmbeddedServer> servers, EmbeddedLog log) {
    return new EmbeddedSettings(home, servers, System.getenv(), log);
  }
}
