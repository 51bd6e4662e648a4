package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is given to the reader, it answers: a document or an error, bounded and in order. */
class PolicyReaderFuzzTest {

  private static final PolicyReader READER = new PolicyReader();

  @FuzzTest(maxDuration = "1m")
  void answersWhateverItIsGiven(byte[] source) {
    answers(source);
  }

  /** JSON that is well formed, whatever is written in it. */
  @FuzzTest(maxDuration = "1m")
  void answersWhateverIsInJson(FuzzedDataProvider data) {
    var rule =
        Map.of(
            "expression", data.consumeString(200),
            "condition_type", data.pickValue(new String[] {"cel", "simple", "sql"}),
            "action", data.pickValue(new String[] {"allow", "deny", "require_approval", ""}),
            "description", data.consumeString(50));
    var tool =
        Map.of(
            "name",
            data.consumeString(20),
            "source",
            data.consumeString(10),
            data.consumeString(15),
            data.consumeBoolean(),
            "conditions",
            List.of(rule));
    var document =
        Map.of(
            "version", "1.0",
            "metadata", Map.of("name", data.consumeString(20), data.consumeString(5) + "_", 1),
            "tools", List.of(tool));
    answers(JsonMapper.shared().writeValueAsBytes(document));
  }

  private static void answers(byte[] source) {
    var reading = READER.read(source, SurroundingsFixtures.ACCOUNT);

    assertThat(reading.valid()).isEqualTo(reading.findings().stream().noneMatch(Finding::isError));
    assertThat(reading.findings()).hasSizeLessThanOrEqualTo(Findings.LIMIT + 1);
    var lines = new String(source, StandardCharsets.UTF_8).split("\r\n|\r|\n", -1);
    assertThat(reading.findings()).allSatisfy(finding -> saysSomethingSomewhere(finding, lines));
    var document = reading.document();
    if (document != null) {
      assertThat(document.owner()).isNotBlank();
      assertThat(Unsupported.in(document)).allMatch(Finding::isError);
    }
  }

  private static void saysSomethingSomewhere(Finding finding, String[] lines) {
    assertThat(finding.code()).isNotBlank();
    assertThat(finding.path()).startsWith("$");
    assertThat(finding.message()).isNotBlank().hasSizeLessThanOrEqualTo(1_000);
    var at = finding.position();
    assertThat(at.line()).isBetween(0, lines.length);
    if (at.line() > 0) {
      assertThat(at.column()).isBetween(1, lines[at.line() - 1].length() + 1);
    }
  }
}
