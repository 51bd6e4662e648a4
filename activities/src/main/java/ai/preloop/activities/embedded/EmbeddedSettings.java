package ai.preloop.activities.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What to run, and where: {@code environment} is what programs are looked for in ({@code PATH},
 * {@code TEMPORAL_CLI}), {@code log} hears what happens. {@code precondition} is tried first, once
 * nobody else can start servers in that folder.
 */
public record EmbeddedSettings(
    Path home,
    Set<EmbeddedServer> servers,
    Map<String, String> environment,
    EmbeddedLog log,
    Runnable precondition) {

  public EmbeddedSettings {
    servers = Set.copyOf(servers);
    environment = Map.copyOf(environment);
  }

  /** The given servers under {@code home}, with the environment of this process. */
  public static EmbeddedSettings of(Path home, Set<EmbeddedServer> servers, EmbeddedLog log) {
    return new EmbeddedSettings(home, servers, System.getenv(), log, () -> {});
  }

  /** Started only when this throws nothing, which is tried once the folder is held. */
  public EmbeddedSettings provided(Runnable condition) {
    return new EmbeddedSettings(home, servers, environment, log, condition);
  }
}
