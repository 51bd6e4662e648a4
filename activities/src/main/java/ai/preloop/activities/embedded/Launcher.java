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

/**
 * Starts programs as the servers' user, with a clean environment and nothing readable by others, in
 * a session of their own (Ctrl-C at the terminal is for the product, which stops them in order),
 * and so that they stop when the product is gone.
 */
final class Launcher {

  private static final String PRIVATE = "umask 077; exec \"$@\"";

  /**
   * In place of a death signal, a shell that interrupts the server when the product's pipe ends.
   */
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
  private final Leash leash;

  Launcher(ServerUser user, Path folder) {
    this(user, folder, Leash.ofThisMachine());
  }

  Launcher(ServerUser user, Path folder, Leash leash) {
    this.user = user;
    this.folder = folder;
    this.leash = leash;
    if (leash == Leash.PIPE && user == ServerUser.NOBODY) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "PostgreSQL does not run as root, and to become nobody setpriv is needed: install util-linux, or start Preloop as another user");
    }
  }

  /** Runs a program to its end; what it printed is in the answer. */
  Finished run(List<String> command, String input) throws IOException, InterruptedException {
    Process process = spawn(unleashed(command));
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
    return spawn(leash == Leash.PIPE ? piped(command) : leashed(command));
  }

  /** SIGINT, which PostgreSQL takes as a fast shutdown and Temporal as a clean one. */
  void interrupt(Process process) throws IOException, InterruptedException {
    if (leash == Leash.DEATH_SIGNAL) {
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

  private List<String> unleashed(List<String> command) {
    var whole = new ArrayList<>(List.of("sh", "-c", PRIVATE, "sh"));
    if (user == ServerUser.NOBODY) {
      whole.add("setpriv");
      whole.addAll(user.privileges());
      whole.add("--");
    }
    whole.addAll(command);
    return whole;
  }

  private List<String> leashed(List<String> command) {
    var whole = new ArrayList<>(List.of("sh", "-c", PRIVATE, "sh", "setsid", "setpriv"));
    whole.addAll(user.privileges());
    whole.addAll(List.of("--pdeathsig=INT", "--"));
    whole.addAll(command);
    return whole;
  }

  private static List<String> piped(List<String> command) {
    var whole = new ArrayList<>(List.of("sh", "-c", PIPED, "sh"));
    whole.addAll(command);
    return whole;
  }

  private Process spawn(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.putAll(Map.of("PATH", path, "HOME", folder.toString(), "LC_ALL", "C", "TZ", "UTC"));
    try {
      return SPAWNER.submit(builder::start).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    }
  }

  /** What ends a server when the product is gone, however that went. */
  enum Leash {
    /** The kernel interrupts it when the thread that started it ends: Linux, with util-linux. */
    DEATH_SIGNAL,
    /** A shell beside it does, when the pipe from the product closes. */
    PIPE;

    static Leash ofThisMachine() {
      try {
        Process trial =
            new ProcessBuilder("setsid", "setpriv", "--pdeathsig=INT", "true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return trial.onExit().join().exitValue() == 0 ? DEATH_SIGNAL : PIPE;
      } catch (IOException e) {
        return PIPE;
      }
    }
  }

  /** How a program ended and what it printed. */
  record Finished(int exit, String output) {}
}
