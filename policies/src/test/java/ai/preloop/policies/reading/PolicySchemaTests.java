package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.syntax.Finding;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published schema says of each document what the reader says of its keys and values. */
class PolicySchemaTests {

  private static final Path CASES = Path.of("src/test/resources/documents/offline");

  /** What a schema can find; the rest needs to know what names mean. */
  private static final Set<String> SCHEMATIC =
      Set.of(
          "key.unknown",
          "key.missing",
          "value.type",
          "value.range",
          "value.choice",
          "server.reserved",
          "source.reserved");

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(JSON.<JsonNode>valueToTree(PolicySchema.get()));

  @TestFactory
  Stream<DynamicTest> findsWhatTheReaderFindsInKeysAndValues() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders.sorted().filter(PolicySchemaTests::isATree).toList().stream()
          .map(folder ->
              DynamicTest.dynamicTest(folder.getFileName().toString(), () -> agree(folder)));
    }
  }

  @Test
  void tellsEditorsWhatKeysMeanAndWhatHoldsWithoutThem() {
    JsonNode schema = JSON.valueToTree(PolicySchema.get());
    JsonNode timeout = schema.at("/properties/approval_workflows/items/properties/timeout_seconds");

    assertThat(timeout.path("default").asInt()).isEqualTo(300);
    assertThat(timeout.path("description").asString()).contains("time never approves");
    assertThat(schema.at("/properties/approval_workflows/items/properties/approvals_required"))
        .isEqualTo(schema.at("/properties/approval_workflows/items/properties/required_approvals"));
  }

  private static void agree(Path folder) throws IOException {
    List<Finding> found = findings(folder).stream().filter(PolicySchemaTests::isSchematic).toList();
    List<Error> errors = SCHEMA.validate(JSON.valueToTree(tree(folder)));

    List<List<String>> places = errors.stream().map(PolicySchemaTests::place).toList();
    if (found.isEmpty()) {
      assertThat(errors).isEmpty();
    }
    assertThat(found)
        .allSatisfy(finding -> {
          List<String> at = steps(finding.path());
          assertThat(places).containsAnyOf(at, at.subList(0, Math.max(0, at.size() - 1)));
        });
  }

  /** That one key needs another is no matter of the schema. */
  private static boolean isSchematic(Finding finding) {
    return SCHEMATIC.contains(finding.code()) && !finding.message().contains("` needs ");
  }

  private static List<Finding> findings(Path folder) throws IOException {
    return new PolicyReader()
        .read(Files.readAllBytes(file(folder)), SurroundingsFixtures.OFFLINE)
        .findings();
  }

  /** Whether it is a document with keys, of which other readers make the same. */
  private static boolean isATree(Path folder) {
    try {
      return findings(folder).stream()
          .map(Finding::code)
          .noneMatch(code ->
              code.startsWith("document.")
                  || code.equals("key.duplicate")
                  || code.equals("key.type"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object tree(Path folder) throws IOException {
    return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file(folder)));
  }

  private static Path file(Path folder) {
    var yaml = folder.resolve("policy.yaml");
    return Files.exists(yaml) ? yaml : folder.resolve("policy.json");
  }

  private static List<String> place(Error error) {
    return steps(error.getInstanceLocation().toString());
  }

  private static List<String> steps(String path) {
    return Arrays.stream(path.split("[/.\\[\\]'$]+")).filter(step -> !step.isEmpty()).toList();
  }
}
