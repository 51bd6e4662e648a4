package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.syntax.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each folder below {@code documents} holds a policy and everything that is found in it. */
class DocumentCasesTests {

  private static final Path CASES = Path.of("src/test/resources/documents");

  @TestFactory
  Stream<DynamicTest> saysEverythingThereIsToSayOffline() {
    return cases("offline", SurroundingsFixtures.OFFLINE);
  }

  @TestFactory
  Stream<DynamicTest> saysEverythingThereIsToSayForAnAccount() {
    return cases("account", SurroundingsFixtures.ACCOUNT);
  }

  private static Stream<DynamicTest> cases(String kind, Surroundings surroundings) {
    return folders(CASES.resolve(kind)).stream()
        .map(folder ->
            DynamicTest.dynamicTest(
                folder.getFileName().toString(),
                () -> {
                  var reading = new PolicyReader().read(policy(folder), surroundings);
                  assertThat(lines(reading.findings()))
                      .isEqualTo(Files.readString(folder.resolve("findings.txt")));
                  assertThat(reading.valid())
                      .isEqualTo(reading.findings().stream().noneMatch(Finding::isError));
                }));
  }

  private static List<Path> folders(Path kind) {
    try (var folders = Files.list(kind)) {
      return folders.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] policy(Path folder) throws IOException {
    var yaml = folder.resolve("policy.yaml");
    return Files.readAllBytes(Files.exists(yaml) ? yaml : folder.resolve("policy.json"));
  }

  private static String lines(List<Finding> findings) {
    var lines = new StringBuilder();
    for (var finding : findings) {
      lines.append(
          "%s %s %d:%d %s%n    %s%n"
              .formatted(
                  finding.severity().name().toLowerCase(Locale.ROOT),
                  finding.code(),
                  finding.position().line(),
                  finding.position().column(),
                  finding.path(),
                  finding.message()));
    }
    return lines.toString();
  }
}
