package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules for resources and prompts may say, and what is told of the rest. */
class BesideToolsReadingTests {

  private static Reading read(String text) {
    var source = "version: \"1.0\"\nmetadata: { name: Test }\n" + text;
    return new PolicyReader()
        .read(source.getBytes(StandardCharsets.UTF_8), SurroundingsFixtures.OFFLINE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resources | tool.name == 'x' | no such name `tool`, did you mean `resource`?",
        "resources | prompt.name == 'x' | no such name `prompt`, did you mean `resource`?",
        "resources | resource.url == 'x' | no such field `url`, did you mean `uri`?",
        "resources | resource.name == 1 | text cannot be compared with a number",
        "resources | args.x == 1 | no such field `x`",
        "prompts | tool.read_only | no such name `tool`, did you mean `prompt`?",
        "prompts | prompt.uri == 'x' | no such field `uri`",
        "tools | resource.uri == 'x' | no such name `resource`, did you mean `tool`?",
        "tools | model.alias == 'x' | no such name `model`, did you mean `tool`?",
        "tools | cost.estimate_usd > 1.0 | no such name `cost`",
        "models | tool.name == 'x' | no such name `tool`, did you mean `model`?",
        "models | model.name == 'x' | no such field `name`",
        "models | args.x == 1 | no such name `args`",
        "models | justification == '' | no such name `justification`",
        "models | request.max_tokens > 1 | no such field `max_tokens`",
        "models | request.stream == 'yes' | cannot be compared",
        "models | cost.estimate > 1 | no such field `estimate`",
      })
  void aConditionReadsOnlyWhatItIsAbout(String section, String expression, String message) {
    var reading =
        read(
            "%s: [ { name: a, conditions: [ { expression: \"%s\", action: deny } ] } ]"
                .formatted(section, expression));

    assertThat(reading.valid()).isFalse();
    assertThat(reading.findings())
        .anySatisfy(finding -> {
          assertThat(finding.path()).startsWith("$." + section + "[0].conditions[0]");
          assertThat(finding.message()).contains(message);
        });
  }

  @Test
  void nobodyIsAskedForAJustification() {
    for (var section : new String[] {"resources", "prompts", "models"}) {
      assertThat(read(section + ": [ { name: a, justification: required } ]").findings())
          .anySatisfy(finding -> assertThat(finding.code()).isEqualTo("key.unknown"));
    }
  }

  @Test
  void whatIsHardlyMeantIsSaidOfThemAsOfTools() {
    var reading =
        read(
            """
            resources:
              - { name: "a*", conditions: [ { action: deny }, { expression: "resource.uri == 'x'" } ] }
            prompts:
              - { name: b, conditions: [ { expression: "args.x == 'y'", action: allow } ] }
            """);

    assertThat(reading.valid()).isTrue();
    assertThat(reading.honoured().valid()).isTrue();
    assertThat(reading.findings())
        .extracting(finding -> finding.code() + " " + finding.path())
        .containsExactlyInAnyOrder(
            "rule.unreachable $.resources[0].conditions[1]",
            "tool.no_workflow $.resources[0].conditions[1]",
            "tool.no_workflow $.prompts[0].otherwise",
            "tool.allow_without_otherwise $.prompts[0]");
  }

  @Test
  void subjectsMayHaveRulesForThemAlone() {
    var reading =
        read("subjects: [ { type: agent, name: a, resources: [ { name: x, otherwise: deny } ] } ]");

    assertThat(reading.honoured().valid()).isTrue();
    assertThat(read("subjects: [ { type: agent, name: a } ]").findings())
        .anySatisfy(finding -> assertThat(finding.path()).isEqualTo("$.subjects[0].tools"));
  }

  @Test
  void aModelIsOfNoServer() {
    assertThat(read("models: [ { name: a, source: mcp } ]").findings())
        .anySatisfy(finding -> assertThat(finding.code()).isEqualTo("key.unknown"));
  }

  @Test
  void simpleConditionsHaveNothingToReadOfAModel() {
    var reading =
        read(
            "models: [ { name: a, conditions: [ { expression: \"cost.estimate_usd > 1\", condition_type: simple, action: deny } ] } ]");

    assertThat(reading.valid()).isFalse();
  }

  @Test
  void aModelThatAsksNamesWhomItAsks() {
    assertThat(
            read("models: [ { name: a, otherwise: require_approval } ]\ndefaults: { unknown_models: require_approval }")
                .findings())
        .extracting(finding -> finding.code() + " " + finding.path())
        .containsExactlyInAnyOrder(
            "tool.no_workflow $.models[0].otherwise", "tool.no_workflow $.defaults.unknown_models");
  }
}
