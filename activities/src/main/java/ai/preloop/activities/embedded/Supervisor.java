package ai.preloop.activities.embedded;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Keeps one server running: starts it, starts it again when it ends, and stops it at the end. */
final class Supervisor {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration STEADY = Duration.ofMinutes(1);
  private static final long SHORTEST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final ServerProgram program;
  private final Launcher launcher;
  private final EmbeddedLog log;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread watch;
  private volatile ServerProcess server;

  private Supervisor(
      ServerProgram program, Launcher launcher, EmbeddedLog log, ServerProcess server) {
    this.program = program;
    this.launcher = launcher;
    this.log = log;
    this.server = server;
    this.watch =
        Thread.ofPlatform().daemon().name("preloop-watch-" + program.kind()).unstarted(this::watch);
  }

  /** Returns when the server serves. */
  static Supervisor start(ServerProgram program, Launcher launcher, EmbeddedLog log)
      throws IOException, InterruptedException {
    Orphans.takeDown(program.mark());
    Ports.awaitFree(program);
    ServerProcess server = ServerProcess.start(program, launcher, log);
    try {
      awaitReady(program, server);
    } catch (ProblemException | InterruptedException e) {
      server.stop();
      throw e;
    }
    var supervisor = new Supervisor(program, launcher, log, server);
    supervisor.watch.start();
    return supervisor;
  }

  long pid() {
    return server.pid();
  }

  List<Integer> ports() {
    return program.ports();
  }

  /** Stops the server and waits for its end. */
  void stop() throws IOException, InterruptedException {
    closing.countDown();
    server.stop();
    watch.join();
    server.stop();
  }

  private static void awaitReady(ServerProgram program, ServerProcess server)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!program.isReady()) {
      if (!server.isAlive() || System.nanoTime() > deadline) {
        throw new ProblemException(
            ProblemType.UNAVAILABLE,
            "%s did not come up: %s".formatted(program.kind().title(), server.lastWords()));
      }
      MILLISECONDS.sleep(20);
    }
  }

  private void watch() {
    long pause = SHORTEST_PAUSE_MILLIS;
    try {
      while (closing.getCount() > 0) {
        long since = System.nanoTime();
        int exit = server.await();
        pause = System.nanoTime() - since > STEADY.toNanos() ? SHORTEST_PAUSE_MILLIS : pause;
        if (closing.await(pause, MILLISECONDS)) {
          return;
        }
        startAgain(exit);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void startAgain(int exit) throws InterruptedException {
    String title = program.kind().title();
    log.tell("%s ended (%d: %s) and is started again".formatted(title, exit, server.lastWords()));
    try {
      server = ServerProcess.start(program, launcher, log);
    } catch (IOException e) {
      log.tell("%s could not be started again: %s".formatted(title, e.getMessage()));
    }
  }
}
