package ai.preloop.activities.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Servers that outlived the product which started them. */
final class Orphans {

  private Orphans() {}

  /** Ends each process that has {@code mark} among its arguments, and waits until it is gone. */
  static void takeDown(List<String> mark) throws IOException, InterruptedException {
    var orphans =
        ProcessHandle.allProcesses()
            .filter(process -> Collections.indexOfSubList(arguments(process), mark) >= 0)
            .toList();
    for (ProcessHandle orphan : orphans) {
      Launcher.interrupt(orphan);
      awaitEnd(orphan);
    }
  }

  private static void awaitEnd(ProcessHandle orphan) throws InterruptedException {
    try {
      orphan.onExit().get(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      orphan.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code /proc} first: there the arguments of another user's process can be read. */
  private static List<String> arguments(ProcessHandle process) {
    Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      return List.of(Files.readString(file).split("\0"));
    } catch (IOException e) {
      return process.info().arguments().map(List::of).orElse(List.of());
    }
  }
}
