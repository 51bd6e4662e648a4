package ai.preloop.activities.embedded;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The servers that run as children of the product: started side by side, watched, and stopped with
 * {@code close}. What keeps one from starting is a {@code ProblemException} with one sentence.
 */
public final class EmbeddedServers implements AutoCloseable {

  private final EmbeddedSettings settings;
  private final ServerHome home;
  private final HomeLock lock;
  private final NavigableMap<EmbeddedServer, Supervisor> running = new ConcurrentSkipListMap<>();
  private volatile @Nullable PostgresAddress postgres;
  private volatile @Nullable TemporalAddress temporal;

  private EmbeddedServers(EmbeddedSettings settings, ServerHome home, HomeLock lock) {
    this.settings = settings;
    this.home = home;
    this.lock = lock;
  }

  /** Returns when all of them serve; when one cannot, none is left running. */
  public static EmbeddedServers start(EmbeddedSettings settings) {
    try {
      var home = ServerHome.open(settings.home());
      var servers = new EmbeddedServers(settings, home, HomeLock.take(home.home()));
      try {
        settings.precondition().run();
        servers.launchAll();
        return servers;
      } catch (ProblemException | IOException | InterruptedException e) {
        servers.close();
        throw e;
      }
    } catch (IOException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  /** How to reach the database, where it is one of these servers. */
  public Optional<PostgresAddress> postgres() {
    return Optional.ofNullable(postgres);
  }

  /** How to reach Temporal, where it is one of these servers. */
  public Optional<TemporalAddress> temporal() {
    return Optional.ofNullable(temporal);
  }

  /** Where they listen, so that nobody connects to them through the product. */
  public Set<Integer> ports() {
    return running.values().stream()
        .flatMap(supervisor -> supervisor.ports().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Stops Temporal, then PostgreSQL, and lets the folder go. */
  @Override
  public void close() {
    try {
      for (Supervisor supervisor : running.descendingMap().values()) {
        supervisor.stop();
      }
      lock.close();
    } catch (IOException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process of a server, which is another one after it was started again. */
  long pid(EmbeddedServer server) {
    return Objects.requireNonNull(running.get(server)).pid();
  }

  private void launchAll() throws IOException, InterruptedException {
    var launcher = new Launcher(home.user(), home.ownFolder("work"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var launches = new ExecutorCompletionService<Supervisor>(threads);
      settings.servers().forEach(server -> launches.submit(() -> launch(server, launcher)));
      try {
        for (int left = settings.servers().size(); left > 0; left--) {
          launches.take().get();
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof ProblemException problem ? problem : unavailable(e);
      }
    }
  }

  private Supervisor launch(EmbeddedServer server, Launcher launcher)
      throws IOException, InterruptedException {
    ServerProgram program =
        switch (server) {
          case POSTGRESQL -> {
            var prepared = EmbeddedPostgres.prepare(home, launcher);
            postgres = prepared.address();
            yield prepared;
          }
          case TEMPORAL -> {
            var prepared = EmbeddedTemporal.prepare(home, launcher, findTemporal());
            temporal = prepared.address();
            yield prepared;
          }
        };
    var supervisor = Supervisor.start(program, launcher, settings.log());
    running.put(server, supervisor);
    settings.log().serves(server);
    return supervisor;
  }

  private Path findTemporal() throws IOException, InterruptedException {
    return new TemporalFinder(
            home.home().resolve("bin"),
            settings.environment(),
            TemporalDownload.OFFICIAL,
            settings.log())
        .find();
  }

  private static ProblemException unavailable(Exception cause) {
    return new ProblemException(
            ProblemType.UNAVAILABLE, "An embedded server failed: " + cause.getMessage())
        .causedBy(cause);
  }
}
