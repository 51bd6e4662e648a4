package ai.preloop.api.end2end;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The client scenarios of the suite: its servers, which Preloop is made to use. */
final class ClientConformance {

  private static final int PATIENCE = 600;

  /** {@code <scenario>-<instant>}, in a folder for each group. */
  private static final String AFTER_NAME = "-\\d{4}-\\d\\d-\\d\\dT[\\d-]+Z$";

  private final NodeServer client;

  /** The client does what the suite asks of it. */
  ClientConformance(NodeServer client) {
    this.client = client;
  }

  /** What a scenario found, and what the client said that could not go on. */
  record Ran(ConformanceChecks checks, String said) {}

  /** Runs all of them, at once. */
  Map<ConformanceScenario, Ran> of(ConformanceSuite suite) {
    Path results = NodeProject.CONFORMANCE.folder().resolve("results-client-" + suite.name());
    ProcessBuilder node = NodeProject.CONFORMANCE.node(suite.main(), "client");
    String command = node.command().getFirst() + " ask.mjs";
    node.command().addAll(List.of("--command", command, "--timeout", "540000"));
    node.command().addAll(suite.selection());
    node.environment().put("CLIENT", client.url().toString());
    try {
      ConformanceSuite.run(node, results, PATIENCE);
      return read(suite, results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<ConformanceScenario, Ran> read(ConformanceSuite suite, Path results)
      throws IOException {
    Map<ConformanceScenario, Ran> all = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(results)) {
      for (Path file : files.filter(each -> each.endsWith("checks.json")).sorted().toList()) {
        String name = results.relativize(file.getParent()).toString().replaceAll(AFTER_NAME, "");
        String said = Files.readString(file.resolveSibling("stderr.txt"));
        all.put(
            new ConformanceScenario(suite, name),
            new Ran(ConformanceChecks.readOfClient(file), said));
      }
    }
    return all;
  }
}
