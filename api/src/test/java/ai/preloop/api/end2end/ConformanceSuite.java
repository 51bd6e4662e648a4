package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** One release of the official suite, and which of its scenarios are run. */
enum ConformanceSuite {

  /** The stable release, all of it. */
  STABLE("suite-2025-11-25", "--suite", "all"),

  /** The next release, which also holds each message against the schema of the revision. */
  WITH_SESSIONS("suite-2026-07-28", "--requirements", "2025-11-25"),

  /** The revision without sessions. */
  WITHOUT_SESSIONS("suite-2026-07-28", "--requirements", "2026-07-28");

  private static final int PATIENCE = 120;

  /** {@code server-<scenario>-<instant>}. */
  private static final String AROUND_NAME = "^server-|-\\d{4}-\\d\\d-\\d\\dT[\\d-]+Z$";

  private final String module;
  private final String flag;
  private final String selection;

  ConformanceSuite(String module, String flag, String selection) {
    this.module = module;
    this.flag = flag;
    this.selection = selection;
  }

  /** What Node.js runs. */
  String main() {
    return "node_modules/" + module + "/dist/index.js";
  }

  /** The options by which the scenarios are chosen. */
  List<String> selection() {
    return List.of(flag, selection);
  }

  /** Runs it against the server at this address, which {@code called} tells from others. */
  Map<ConformanceScenario, ConformanceChecks> against(URI server, String called) {
    Path results = NodeProject.CONFORMANCE.folder().resolve("results-" + called + "-" + name());
    ProcessBuilder node =
        NodeProject.CONFORMANCE.node(main(), "server", "--url", server.toString());
    node.command().addAll(selection());
    try {
      run(node, results, PATIENCE);
      return read(results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it into an empty folder, with what it prints beside it. */
  static void run(ProcessBuilder node, Path results, int patience) throws IOException {
    FileSystemUtils.deleteRecursively(results);
    node.command().addAll(List.of("--output-dir", results.toString()));
    Path printed = results.resolveSibling(results.getFileName() + ".log");
    Process process = node.redirectOutput(printed.toFile()).start();
    try {
      assertThat(process.waitFor(patience, TimeUnit.SECONDS)).as("ends in time").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Map<ConformanceScenario, ConformanceChecks> read(Path results) throws IOException {
    Map<ConformanceScenario, ConformanceChecks> all = new LinkedHashMap<>();
    try (Stream<Path> folders = Files.list(results)) {
      for (Path folder : folders.sorted().toList()) {
        String name = folder.getFileName().toString().replaceAll(AROUND_NAME, "");
        all.put(
            new ConformanceScenario(this, name),
            ConformanceChecks.read(folder.resolve("checks.json")));
      }
    }
    return all;
  }
}
