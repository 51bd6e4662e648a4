package ai.preloop.activities.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Folders for embedded servers of tests, under {@code target}, gone when the tests are done. */
public final class TestHome {

  private static final Path PARENT = Path.of("target", "embedded").toAbsolutePath();

  /** Where a Temporal CLI that had to be got or built survives `clean`. */
  private static final Path CACHE =
      Path.of(
              Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                  .orElse(System.getProperty("user.home") + "/.cache"))
          .resolve("preloop/bin");

  private TestHome() {}

  /** An empty home whose programs are the ones that an earlier run unpacked, got or built. */
  public static Path create() {
    try {
      Files.createDirectories(PARENT);
      Path home = Files.createTempDirectory(PARENT, "home-");
      Files.createSymbolicLink(home.resolve("bin"), Files.createDirectories(CACHE));
      var servers = ServerHome.open(home).servers();
      Path programs = PARENT.resolve("programs");
      if (ServerUser.current().canEnter(PARENT)) {
        Files.createDirectories(programs);
        Files.createSymbolicLink(servers.resolve("programs"), programs);
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Servers that run until the tests are done. */
  static EmbeddedServers keep(Path home, EmbeddedServer... servers) {
    var running =
        EmbeddedServers.start(
            EmbeddedSettings.of(home, Set.of(servers), EmbeddedLog.into(line -> {})));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              running.close();
              delete(home);
            }));
    return running;
  }

  public static void delete(Path home) {
    try {
      Path servers = home.resolve("servers");
      if (Files.isSymbolicLink(servers)) {
        delete(servers.toRealPath());
      }
      try (var paths = Files.walk(home)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
