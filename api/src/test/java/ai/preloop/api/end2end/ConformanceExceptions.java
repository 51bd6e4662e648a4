package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks that are known to fail, each on a line: suite, scenario, check and the reason. */
record ConformanceExceptions(Map<ConformanceScenario, Set<String>> checks) {

  static ConformanceExceptions read(String name) {
    Map<ConformanceScenario, Set<String>> checks = new HashMap<>();
    for (String line : lines(name)) {
      String[] words = line.split(" +", 4);
      assertThat(words).as("suite, scenario, check and reason: " + line).hasSize(4);
      checks
          .computeIfAbsent(
              new ConformanceScenario(ConformanceSuite.valueOf(words[0]), words[1]),
              _ -> new TreeSet<>())
          .add(words[2]);
    }
    return new ConformanceExceptions(checks);
  }

  Set<String> of(ConformanceScenario scenario) {
    return checks.getOrDefault(scenario, Set.of());
  }

  private static List<String> lines(String name) {
    try {
      return Files.readAllLines(Path.of("src/test/clients/conformance", name)).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
