package ai.preloop.activities.embedded;

import static ai.preloop.activities.embedded.EmbeddedServer.POSTGRESQL;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The servers that run as children of the product: started side by side, watched, and stopped with
 * {@code close}. What keeps one from starting is a {@code ProblemException} with one sentence.
 */
public final class EmbeddedServers implements AutoCloseable {

  private final HomeLock lock;
  private final List<Supervisor> supervisors = new ArrayList<>();
  private @Nullable PostgresAddress postgres;

  private EmbeddedServers(HomeLock lock) {
    this.lock = lock;
  }

  /** Returns when all of them serve; when one cannot, none is left running. */
  public static EmbeddedServers start(EmbeddedSettings settings) {
    try {
      var home = ServerHome.open(settings.home());
      var servers = new EmbeddedServers(HomeLock.take(home.home()));
      try {
        servers.launch(settings, home);
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

  public Optional<PostgresAddress> postgres() {
    return Optional.ofNullable(postgres);
  }

  private void launch(EmbeddedSettings settings, ServerHome home)
      throws IOException, InterruptedException {
    var launcher = new Launcher(home.user(), home.ownFolder("work"));
    if (settings.servers().contains(POSTGRESQL)) {
      var program = EmbeddedPostgres.prepare(home, launcher);
      supervisors.add(Supervisor.start(program, launcher, settings.log()));
      postgres = program.address();
    }
  }

  @Override
  public void close() {
    try {
      for (Supervisor supervisor : supervisors.reversed()) {
        supervisor.stop();
      }
      lock.close();
    } catch (IOException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ProblemException unavailable(Exception cause) {
    return new ProblemException(
            ProblemType.UNAVAILABLE, "An embedded server failed: " + cause.getMessage())
        .causedBy(cause);
  }
}
