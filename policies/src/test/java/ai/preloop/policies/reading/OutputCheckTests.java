package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.syntax.Finding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule for output may say. */
class OutputCheckTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ pattern: x, max_bytes: 5, action: deny } | key.conflict",
        "{ pattern: x } | key.missing",
        "{ fields: [/a] } | key.missing",
        "{ max_bytes: 5, action: deny } | key.conflict",
        "{ injection: flag, action: deny } | key.conflict",
        "{ injection: redact } | value.choice",
        "{ max_bytes: 0 } | value.range",
        "{ pattern: 'a*', action: redact } | output.pattern",
        "{ fields: [], action: redact } | output.pointer",
        "{ pattern: x, action: deny, approval_workflow: w } | key.conflict",
        "{ pattern: x, action: ask, approval_workflow: nobody } | workflow.unknown",
      })
  void isRefusedWhereItCannotBeMeant(String rule, String code) {
    assertThat(read(rule).findings())
        .filteredOn(finding -> finding.isError())
        .extracting(finding -> finding.code())
        .containsOnly(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ pattern: x, action: redact, description: why }",
        "{ fields: ['', /a/0], action: pass }",
        "{ pattern: x, action: ask, approval_workflow: w }",
        "{ max_bytes: 65536 }",
        "{ injection: flag }",
      })
  void isTakenWhereItSaysOneThing(String rule) {
    assertThat(read(rule).valid()).isTrue();
  }

  @Test
  void isWarnedOfWhereNobodyIsAsked() {
    assertThat(read("{ pattern: x, action: ask }").findings())
        .filteredOn(finding -> finding.code().equals("tool.no_workflow"))
        .extracting(Finding::path)
        .containsExactly("$.tools[0].output[0]");
    assertThat(read("{ pattern: x, action: ask, approval_workflow: w }").findings())
        .extracting(Finding::code)
        .doesNotContain("tool.no_workflow");
  }

  private static Reading read(String rule) {
    var source =
        "version: \"1.0\"\nmetadata: { name: Test }\napproval_workflows: [ { name: w } ]\ntools: [ { name: a, output: [ %s ] } ]"
            .formatted(rule);
    return new PolicyReader()
        .read(source.getBytes(StandardCharsets.UTF_8), SurroundingsFixtures.OFFLINE)
        .honoured();
  }
}
