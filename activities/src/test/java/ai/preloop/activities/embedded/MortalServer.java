package ai.preloop.activities.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real server that a test kills as {@code kill -9} does, with all that it started, and starts
 * again on the same ports over whatever is left of its data.
 */
public final class MortalServer implements AutoCloseable {

  private final ServerProgram program;
  private final Launcher launcher;
  private final Path home;
  private ServerProcess process;

  private MortalServer(ServerProgram program, Launcher launcher, Path home) throws Exception {
    this.program = program;
    this.launcher = launcher;
    this.home = home;
    this.process = run();
  }

  public static MortalServer postgres() {
    return of((folder, launcher) -> EmbeddedPostgres.prepare(folder, launcher));
  }

  public static MortalServer temporal() {
    return of((folder, launcher) ->
        EmbeddedTemporal.prepare(
            folder,
            launcher,
            new TemporalFinder(
                    folder.home().resolve("bin"),
                    System.getenv(),
                    TemporalDownload.OFFICIAL,
                    EmbeddedLog.into(line -> {}))
                .find()));
  }

  /** The product's database in it, for a PostgreSQL. */
  public TestDatabase database() {
    PostgresAddress address = ((EmbeddedPostgres) program).address();
    return new TestDatabase(address.jdbcUrl(), address.user(), address.password());
  }

  /** Where it listens, for a Temporal. */
  public String target() {
    return ((EmbeddedTemporal) program).address().target();
  }

  public void kill() {
    ProcessHandle server = ProcessHandle.of(process.pid()).orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(server), server.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  /** Returns when it serves. */
  public void start() {
    try {
      process = run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Removes what it kept, as a lost disk does; it must be dead. */
  public void loseData() {
    Path data = data();
    String name = data.getFileName().toString();
    try (Stream<Path> files = Files.list(data.getParent())) {
      files.filter(file -> file.getFileName().toString().startsWith(name)).forEach(this::remove);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A backup of what it kept; it must be dead. */
  public void backUp() {
    copy(data(), backup());
  }

  /** Puts the backup in the place of what it kept since; it must be dead. */
  public void restore() {
    loseData();
    copy(backup(), data());
  }

  @Override
  public void close() {
    kill();
    TestHome.delete(home);
  }

  private Path data() {
    return Path.of(program.mark().getLast());
  }

  private Path backup() {
    return data().resolveSibling("backup");
  }

  private ServerProcess run() throws Exception {
    ServerProcess started = ServerProcess.start(program, launcher, EmbeddedLog.into(line -> {}));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> program.isReady() || !started.isAlive());
    if (!started.isAlive()) {
      throw new IllegalStateException(
          program.kind().title() + " did not come up: " + started.lastWords());
    }
    return started;
  }

  private void remove(Path path) {
    execute("rm", "-r", path.toString());
  }

  /** With owners and permissions, without which PostgreSQL refuses its folder. */
  private static void copy(Path from, Path to) {
    execute("cp", "-a", from.toString(), to.toString());
  }

  private static void execute(String... command) {
    try {
      int exit = new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
      if (exit != 0) {
        throw new IllegalStateException(String.join(" ", command) + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MortalServer of(Preparation preparation) {
    try {
      Path home = TestHome.create();
      ServerHome folder = ServerHome.open(home);
      var launcher = new Launcher(folder.user(), folder.ownFolder("work"));
      return new MortalServer(preparation.prepare(folder, launcher), launcher, home);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Preparation {

    ServerProgram prepare(ServerHome home, Launcher launcher) throws Exception;
  }
}
