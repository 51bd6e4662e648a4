package ai.preloop.policies.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.ownership.Replacement;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Reading;
import ai.preloop.policies.reading.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The policies that people begin with do what their tests say. */
class StarterPoliciesTests {

  private static final Path LIBRARY = Path.of("../docs/policies");

  /** What a starter cannot know: that a command is text, and which servers an account has. */
  private static final List<String> EXPECTED = List.of("condition.shell_text", "server.unknown");

  @TestFactory
  Stream<DynamicContainer> decideAsTheirTestsSay() throws IOException {
    return folders().stream()
        .map(folder ->
            DynamicContainer.dynamicContainer(folder.getFileName().toString(), tests(folder)));
  }

  @Test
  void canAllBeInForceTogether() throws IOException {
    AccountPolicy policy = AccountPolicy.EMPTY;
    for (Path folder : folders()) {
      String source = Files.readString(folder.resolve("policy.yaml"));
      PolicyDocument document = Objects.requireNonNull(reading(folder).document());
      Replacement next =
          policy.replace(new OwnedDocument(OwnedDocument.Format.YAML, source, document));
      assertThat(next).isInstanceOf(Replacement.Accepted.class);
      policy = ((Replacement.Accepted) next).policy();
    }
    assertThat(policy.documents()).hasSize(10);
  }

  @Test
  void canBeAppliedAsTheyAre() throws IOException {
    for (Path folder : folders()) {
      assertThat(reading(folder).honoured().findings())
          .as(folder.toString())
          .filteredOn(finding -> !EXPECTED.contains(finding.code()))
          .isEmpty();
    }
  }

  private static Stream<DynamicTest> tests(Path folder) {
    TestRun.Outcome outcome = run(folder);
    assertThat(outcome.ran()).as("%s", outcome.findings()).isTrue();
    return outcome.results().stream()
        .map(result ->
            DynamicTest.dynamicTest(
                result.test().name(),
                () ->
                    assertThat(result.differences())
                        .as("%s", result.answer().verdict())
                        .isEmpty()));
  }

  private static TestRun.Outcome run(Path folder) {
    try {
      var read = TestReader.suite(Files.readAllBytes(folder.resolve("tests.yaml")));
      assertThat(read.findings()).isEmpty();
      var suite = Objects.requireNonNull(read.content());
      return TestRun.of(Files.readAllBytes(folder.resolve(suite.policy())), Map.of(), suite);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Reading reading(Path folder) throws IOException {
    return new PolicyReader()
        .read(Files.readAllBytes(folder.resolve("policy.yaml")), Surroundings.offline(Map.of()));
  }

  private static List<Path> folders() throws IOException {
    try (var folders = Files.list(LIBRARY)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }
}
