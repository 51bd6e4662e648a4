package ai.preloop.activities.embedded;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts programs as the servers' user, with a clean environment and nothing readable by others, in
 * a session of their own (Ctrl-C at the terminal is for the product, which stops them in order),
 * and so that they stop when the product is gone.
 */
final class Launcher {

  /** The kernel interrupts the server when the thread that started it ends: Linux with setpriv. */
  private static final String EXEC = "umask 077; exec \"$@\"";

  /** Elsewhere a shell interrupts the server when the pipe from the product closes. */
  private static final String PIPED =
      """
      umask 077; set -m; exec 3<&0
      "$@" </dev/null 3<&- & server=$!
      { read -r line <&3; kill -INT $server; } & watch=$!
      wait $server; result=$?; kill $watch; exit $result\
      """;

  /** The death signal follows the thread, so there is one and it lives as long as the product. */
  private static final ExecutorService SPAWNER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("preloop-spawner").factory());

  private final ServerUser user;
  private final Path folder;
  private final boolean bound;

  Launcher(ServerUser user, Path folder) {
    this(user, folder, succeeds("setpriv", "--pdeathsig=INT", "setsid", "true"));
  }

  Launcher(ServerUser user, Path folder, boolean bound) {
    this.user = user;
    this.folder = folder;
    this.bound = bound;
    if (!bound && user == ServerUser.NOBODY) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "PostgreSQL does not run as root and setpriv (util-linux) is not there to become nobody: install it, or start Preloop as another user");
    }
  }

  /** Runs a program to its end; what it printed is in the answer. */
  Finished run(List<String> command, String input) throws IOException, InterruptedException {
    Process process = start(command);
    try (var stdin = process.outputWriter()) {
      stdin.write(input);
    }
    String output;
    try (var reader = process.inputReader()) {
      output = reader.readAllAsString();
    }
    return new Finished(process.waitFor(), output);
  }

  /** Starts a server, which ends when this process does. */
  Process start(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(wrapped(command)).directory(folder.toFile());
    builder.redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.putAll(Map.of("PATH", path, "HOME", folder.toString(), "LC_ALL", "C", "TZ", "UTC"));
    return onSpawner(builder);
  }

  /** SIGINT, which PostgreSQL takes as a fast shutdown and Temporal as a clean one. */
  void interrupt(Process process) throws IOException, InterruptedException {
    if (bound) {
      interrupt(process.toHandle());
    } else {
      process.getOutputStream().close();
    }
  }

  static void interrupt(ProcessHandle process) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(process.pid()))
        .start()
        .waitFor();
  }

  private List<String> wrapped(List<String> command) {
    var whole = new ArrayList<>(List.of("sh", "-c", bound ? EXEC : PIPED, "sh"));
    if (bound) {
      whole.addAll(List.of("setsid", "setpriv"));
      whole.addAll(user.privileges());
      whole.addAll(List.of("--pdeathsig=INT", "--"));
    }
    whole.addAll(command);
    return whole;
  }

  private static Process onSpawner(ProcessBuilder builder)
      throws IOException, InterruptedException {
    try {
      return SPAWNER.submit(builder::start).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How a program ended and what it printed. */
  record Finished(int exit, String output) {}
}
