package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The clients and the server that run on Node.js, installed outside of the sources as the lock
 * says. Without Node.js tests are skipped on a developer's machine, and fail where {@code CI} is
 * set.
 */
final class NodeProject {

  private static final Path SOURCES = Path.of("src/test/clients/typescript");
  private static final Path FOLDER = Path.of("target/clients/typescript").toAbsolutePath();
  private static final Path INSTALLED = FOLDER.resolve("node_modules/.lock-of-these");
  private static final int OLDEST = 20;
  private static final List<String> CLEAN_INSTALL =
      List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");

  private NodeProject() {}

  /** A process of Node.js in the project, which its caller ends. */
  static ProcessBuilder node(String... arguments) {
    install();
    ProcessBuilder node = new ProcessBuilder(arguments).directory(FOLDER.toFile());
    node.command().addFirst("node");
    node.redirectError(ProcessBuilder.Redirect.appendTo(FOLDER.resolve("errors.log").toFile()));
    return node;
  }

  private static synchronized void install() {
    try {
      copySources();
      String lock = Files.readString(FOLDER.resolve("package-lock.json"));
      if (Files.exists(INSTALLED) && Files.readString(INSTALLED).equals(lock)) {
        return;
      }
      requireNode();
      if (run(CLEAN_INSTALL).isEmpty()) {
        throw unavailable("`npm ci` did not install the test clients");
      }
      Files.writeString(INSTALLED, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copySources() throws IOException {
    Files.createDirectories(FOLDER);
    try (var files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        Path copy = FOLDER.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void requireNode() throws IOException {
    String version =
        run(List.of("node", "--version")).orElseThrow(() -> unavailable("Node.js is not here"));
    if (Integer.parseInt(version.replaceAll("^v|\\..*", "")) < OLDEST) {
      throw unavailable("Node.js " + OLDEST + " or later is needed, and " + version + " is here");
    }
  }

  /** The last line of what a command says; empty when it cannot be run or fails. */
  private static Optional<String> run(List<String> command) throws IOException {
    Path log = FOLDER.resolve(command.getFirst() + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0) {
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

  /** Ends the test: as failed where everything has to be there, else as skipped. */
  private static AssertionError unavailable(String why) {
    String sentence = why + "; the official TypeScript client is not tested. See " + FOLDER;
    if (System.getenv("CI") == null) {
      Assumptions.abort(sentence);
    }
    return Assertions.fail(sentence);
  }
}
