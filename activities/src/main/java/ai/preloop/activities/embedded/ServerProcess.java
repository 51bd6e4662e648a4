package ai.preloop.activities.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One run of a server: its process, and what it said last. */
final class ServerProcess {

  private static final int LONGEST = 300;

  private final Process process;
  private final Launcher launcher;
  private final Thread reader;
  private static final Pattern COMPLAINT =
      Pattern.compile("panic:|fatal|error", Pattern.CASE_INSENSITIVE);

  private volatile String lastWords = "it said nothing";

  private ServerProcess(Process process, Launcher launcher, Consumer<String> log) {
    this.process = process;
    this.launcher = launcher;
    // Reading a pipe holds its carrier: two servers' output would stop every virtual thread here.
    this.reader = Thread.ofPlatform().daemon().name("preloop-output").unstarted(() -> read(log));
  }

  static ServerProcess start(ServerProgram program, Launcher launcher, EmbeddedLog log)
      throws IOException, InterruptedException {
    String title = program.kind().title();
    var server =
        new ServerProcess(
            launcher.start(program.command()), launcher, line -> log.print(title + ": " + line));
    server.reader.start();
    return server;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end and gives the exit value. */
  int await() throws InterruptedException {
    int exit = process.waitFor();
    reader.join(1_000);
    return exit;
  }

  /** The end of what it printed, short enough for a sentence. */
  String lastWords() {
    return lastWords.length() < LONGEST
        ? lastWords
        : "… " + lastWords.substring(lastWords.length() - LONGEST);
  }

  /** A complaint says more than the stack trace that may follow it. */
  private void remember(String line) {
    if (!COMPLAINT.matcher(lastWords).find() || COMPLAINT.matcher(line).find()) {
      lastWords = line;
    }
  }

  /** Asks the server to end in good order, and makes it end when it does not. */
  void stop() throws IOException, InterruptedException {
    for (int asked = 0; process.isAlive() && asked < 3; asked++) {
      // What was only just started does not hear it yet.
      launcher.interrupt(process);
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return;
      }
    }
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  private void read(Consumer<String> log) {
    try (var output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (!line.isBlank()) {
          remember(line.strip());
          log.accept(line.strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
