package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The client scenarios of the suite: its servers, which Preloop is made to use. */
final class ClientConformance {

  private static final int PATIENCE = 300;

  /** {@code <scenario>-<instant>}, in a folder for each group. */
  private static final String AFTER_NAME = "-\\d{4}-\\d\\d-\\d\\dT[\\d-]+Z$";

  private final NodeServer client;

  /** The client does what the suite asks of it. */
  ClientConformance(NodeServer client) {
    this.client = client;
  }

  /** Runs all of them, at once. */
  Map<ConformanceScenario, ConformanceChecks> of(ConformanceSuite suite) {
    Path results = NodeProject.CONFORMANCE.folder().resolve("results-client-" + suite.name());
    ProcessBuilder node = NodeProject.CONFORMANCE.node(suite.main(), "client");
    String command = node.command().getFirst() + " ask.mjs";
    node.command().addAll(List.of("--command", command, "--timeout", "240000"));
    node.command().addAll(suite.selection());
    node.command().addAll(List.of("--output-dir", results.toString()));
    node.environment().put("CLIENT", client.url().toString());
    try {
      FileSystemUtils.deleteRecursively(results);
      run(node.redirectOutput(results.resolveSibling(results.getFileName() + ".log").toFile()));
      return read(suite, results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(ProcessBuilder node) throws IOException {
    Process process = node.start();
    try {
      assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).as("ends in time").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Map<ConformanceScenario, ConformanceChecks> read(
      ConformanceSuite suite, Path results) throws IOException {
    Map<ConformanceScenario, ConformanceChecks> all = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(results)) {
      for (Path file : files.filter(each -> each.endsWith("checks.json")).sorted().toList()) {
        String name = results.relativize(file.getParent()).toString().replaceAll(AFTER_NAME, "");
        all.put(new ConformanceScenario(suite, name), ConformanceChecks.readOfClient(file));
      }
    }
    return all;
  }
}
