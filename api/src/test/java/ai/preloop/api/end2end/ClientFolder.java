package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Where a client of another language is built, outside of its sources. */
record ClientFolder(Path sources, Path folder) {

  private static final Duration PATIENCE = Duration.ofMinutes(15);

  static ClientFolder of(String name) {
    return new ClientFolder(
        Path.of("src/test/clients").resolve(name),
        Path.of("target/clients").resolve(name).toAbsolutePath());
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  void copySources() throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(sources)) {
      for (Path file : files.toList()) {
        Files.copy(file, file(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** The last line of what a command says; empty when it cannot be run or fails. */
  Optional<String> run(List<String> command, Map<String, String> environment) throws IOException {
    Path log = file(Path.of(command.getFirst()).getFileName() + ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0) {
        return Optional.of(Files.readString(log, UTF_8).strip().replaceAll("(?s).*\n", ""));
      }
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      Files.writeString(log, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  /** A process in the folder, whose errors go into a file there. */
  ProcessBuilder process(List<String> command) {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.appendTo(file("errors.log").toFile()));
  }

  /** Ends the test: as failed where everything has to be there, else as skipped. */
  AssertionError unavailable(String why) {
    String sentence = why + "; what needs it is not tested. See " + folder;
    if (System.getenv("CI") == null) {
      Assumptions.abort(sentence);
    }
    return Assertions.fail(sentence);
  }
}
