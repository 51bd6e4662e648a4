package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.syntax.Finding;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolEntryTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALLOW            | {}",
        "REQUIRE_APPROVAL | {approval_workflow: w}",
        "DENY             | {approval_workflow: w, otherwise: deny}",
        "ALLOW            | {approval_workflow: w, conditions: [{action: deny, expression: args.x == 1}]}",
        "REQUIRE_APPROVAL | {conditions: [{action: allow, expression: args.x == 1}]}",
        "ALLOW            | {conditions: [{action: allow, expression: args.x == 1, mode: shadow}]}",
        "REQUIRE_APPROVAL | {approval_workflow: w, conditions: [{action: deny, expression: args.x == 1, mode: shadow}]}",
        "DENY             | {otherwise: deny, conditions: [{action: allow, expression: args.x == 1, mode: shadow}]}"
      })
  void shadowRulesDoNotChangeWhatHoldsOtherwise(Action otherwise, String entry) {
    assertThat(entry(entry).whenNothingMatches()).isEqualTo(otherwise);
  }

  @Test
  void comesFromAKindOfSourceOrFromAServer() {
    assertThat(entry("{source: mcp}").comesFrom("mcp", "shell")).isTrue();
    assertThat(entry("{source: preloop_builtin}").comesFrom("builtin", "preloop")).isTrue();
    assertThat(entry("{source: builtin}").comesFrom("mcp", "builtin")).isFalse();
    assertThat(entry("{source: shell}").comesFrom("mcp", "shell")).isTrue();
    assertThat(entry("{source: shell}").comesFrom("mcp", "other")).isFalse();
    assertThat(entry("{}").comesFrom("mcp", "other")).isTrue();
  }

  @Test
  void noServerOfADocumentHasANameThatIsReserved() {
    assertThat(Sources.RESERVED).contains("preloop_builtin", "preloop", "console");
    assertThat(Sources.RESERVED)
        .allSatisfy(name ->
            assertThat(
                    read("mcp_servers: [ { name: %s, url: 'https://a.test' } ]".formatted(name))
                        .findings())
                .extracting(Finding::code)
                .containsExactly("server.reserved"));
  }

  private static ToolEntry entry(String members) {
    var text =
        "approval_workflows: [ { name: w } ]\ntools: [ %s ]"
            .formatted(members.replaceFirst("\\{", "{name: a, ").replace(", }", "}"));
    var reading = read(text);
    return Objects.requireNonNull(reading.document(), reading.findings()::toString)
        .tools()
        .getFirst();
  }

  private static Reading read(String text) {
    var source = "version: \"1.0\"\nmetadata: { name: Test }\n" + text;
    return new PolicyReader()
        .read(source.getBytes(StandardCharsets.UTF_8), SurroundingsFixtures.OFFLINE);
  }
}
