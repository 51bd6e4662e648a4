package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Defaults;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.SubjectEntry;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.documents.Unknowns;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.syntax.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTests {

  private static final String HEAD = "version: \"1.0\"\nmetadata: { name: Test }\n";

  @Test
  void readsTheWholeExample() throws IOException {
    var document = document(example(), SurroundingsFixtures.OFFLINE);

    assertThat(document.owner()).isEqualTo("Careful Shipping");
    assertThat(document.metadata().extras())
        .containsEntry("author", "release crew")
        .containsEntry("tags", List.of("shipping", "customers"));
    assertThat(document.mcpServers())
        .singleElement()
        .satisfies(server -> {
          assertThat(server.transport()).isEqualTo("streamable-http");
          assertThat(server.authConfig()).isEqualTo(Map.of("secret", "forge-token"));
        });
    assertThat(document.approvalWorkflows()).hasSize(3);
    assertThat(document.tools())
        .extracting(ToolEntry::key)
        .containsExactly("terminal (mcp)", "publish_* (forge)");
    assertThat(document.subjects())
        .extracting(SubjectEntry::key)
        .containsExactly("night-shift (api_key)");
    assertThat(document.defaults())
        .isEqualTo(
            new Defaults(
                new Unknowns(Action.ALLOW, Action.DENY, Action.ALLOW, Action.ALLOW),
                true,
                Defaults.DefinitionChange.REQUIRE_APPROVAL,
                "shipping",
                Action.REQUIRE_APPROVAL,
                true,
                Mode.ENFORCE));
  }

  @Test
  void readsRulesInTheirOrder() throws IOException {
    var rules = document(example(), SurroundingsFixtures.OFFLINE).tools().getFirst().conditions();

    assertThat(rules).extracting(Rule::number).containsExactly(1, 2, 3);
    assertThat(rules)
        .extracting(Rule::action)
        .containsExactly(Action.DENY, Action.REQUIRE_APPROVAL, Action.REQUIRE_APPROVAL);
    assertThat(rules.get(2).condition())
        .isEqualTo(new Rule.Condition("args.size > 300", Language.SIMPLE));
    assertThat(rules.get(2).mode()).isEqualTo(Mode.SHADOW);
    assertThat(rules.getFirst().position()).isEqualTo(new Position(60, 9));
  }

  @Test
  void readsAModelsReview() throws IOException {
    var workflow = document(example(), SurroundingsFixtures.OFFLINE).approvalWorkflows().get(2);
    var review = Objects.requireNonNull(workflow.aiReview());

    assertThat(review.model()).isEqualTo("reviewer");
    assertThat(review.confidenceThreshold()).isEqualTo(0.9);
    assertThat(review.context()).containsKeys("stage", "budget", "deep");
    assertThat(workflow.retry()).isEqualTo(ApprovalWorkflow.Retry.SAFE);
  }

  @Test
  void whatIsNotWrittenHasItsDefault() {
    var document =
        document(
            HEAD
                + "approval_workflows: [ { name: w } ]\ntools: [ { name: t, conditions: [ {} ] } ]",
            SurroundingsFixtures.OFFLINE);
    var workflow = document.approvalWorkflows().getFirst();
    var tool = document.tools().getFirst();

    assertThat(workflow.timing())
        .isEqualTo(new ApprovalWorkflow.Timing(300, 300, ApprovalWorkflow.OnTimeout.EXPIRE, null));
    assertThat(workflow.quorum())
        .isEqualTo(
            new ApprovalWorkflow.Quorum(
                ApprovalWorkflow.Type.SIMPLE,
                1,
                ApprovalWorkflow.DeclineRule.ANY,
                false,
                List.of()));
    assertThat(workflow.people()).isEqualTo(ApprovalWorkflow.People.OWNERS);
    assertThat(workflow.allowSelfApproval()).isTrue();
    assertThat(workflow.asyncApproval()).isFalse();
    assertThat(workflow.retry()).isEqualTo(ApprovalWorkflow.Retry.UNSET);
    assertThat(tool.enabled()).isTrue();
    assertThat(tool.source()).isNull();
    assertThat(tool.otherwise()).isNull();
    assertThat(tool.justification()).isEqualTo(Justification.DISABLED);
    assertThat(tool.conditions().getFirst())
        .isEqualTo(
            new Rule(
                1,
                null,
                Action.REQUIRE_APPROVAL,
                null,
                null,
                Mode.ENFORCE,
                false,
                new Position(4, 35)));
    assertThat(document.defaults()).isNull();
  }

  @Test
  void emptyDefaultsAreTheStandardOnes() {
    assertThat(document(HEAD + "defaults: {}", SurroundingsFixtures.OFFLINE).defaults())
        .isEqualTo(Defaults.STANDARD);
  }

  @Test
  void escalatesAtTheEndOfTheTimeUnlessSaidOtherwise() {
    var document =
        document(
            HEAD + "approval_workflows: [ { name: w, timeout_seconds: 90 } ]",
            SurroundingsFixtures.OFFLINE);

    assertThat(document.approvalWorkflows().getFirst().timing().escalateAfterSeconds())
        .isEqualTo(90);
  }

  @Test
  void acceptsTheOtherSpellingsInSilence() {
    var reading =
        read(
            HEAD
                + """
                mcp_servers: [ { name: s, url: "https://s.test", transport: http-streaming } ]
                approval_workflows: [ { name: w, approvals_required: 2 } ]
                tools: [ { name: t, source: preloop_builtin } ]
                """,
            SurroundingsFixtures.OFFLINE);
    var document = Objects.requireNonNull(reading.document());

    assertThat(reading.findings()).isEmpty();
    assertThat(document.mcpServers().getFirst().transport()).isEqualTo("streamable-http");
    assertThat(document.approvalWorkflows().getFirst().quorum().requiredApprovals()).isEqualTo(2);
    assertThat(document.tools().getFirst().source()).isEqualTo("builtin");
  }

  @Test
  void replacesOnlyAllowedVariables() {
    var document =
        document(
            HEAD
                + "tools: [ { name: \"x-${REGION}\", conditions: [ { description: \"$${REGION}\" }"
                + " ] } ]",
            SurroundingsFixtures.OFFLINE);

    assertThat(document.tools().getFirst().name()).isEqualTo("x-eu-west");
    assertThat(document.tools().getFirst().conditions().getFirst().description())
        .isEqualTo("${REGION}");
  }

  @Test
  void theEnvironmentOfTheProcessCannotBeRead() {
    var reading = read(HEAD + "tools: [ { name: \"${PATH}\" } ]", SurroundingsFixtures.OFFLINE);

    assertThat(reading.findings()).extracting(Finding::code).containsExactly("value.variable");
  }

  @Test
  void aMissingServerIsAWarningWhenServersAreNotChecked() {
    var text = HEAD + "tools: [ { name: t, source: nowhere } ]";
    var lenient = SurroundingsFixtures.withoutServerReferences(SurroundingsFixtures.ACCOUNT);

    assertThat(read(text, SurroundingsFixtures.ACCOUNT).valid()).isFalse();
    assertThat(read(text, lenient).findings())
        .filteredOn(finding -> finding.code().equals("server.unknown"))
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING);
  }

  @Test
  void strictnessMakesWarningsErrors() {
    var reading = read(HEAD + "tools: [ { name: t, source: s } ]", SurroundingsFixtures.OFFLINE);

    assertThat(reading.valid()).isTrue();
    assertThat(reading.strict().valid()).isFalse();
    assertThat(reading.strict().findings()).allMatch(Finding::isError);
    assertThat(read(HEAD, SurroundingsFixtures.OFFLINE).strict().valid()).isTrue();
  }

  @Test
  void findingsAreInTheOrderOfTheSourceAndBounded() {
    var keys = new StringBuilder("\"nokey\": 0\n");
    for (int i = 0; i < 1_200; i++) {
      keys.append("nokey").append(i).append(": 1\n");
    }

    var findings = read(HEAD + keys, SurroundingsFixtures.OFFLINE).findings();

    assertThat(findings).hasSize(1_001);
    assertThat(findings.subList(0, 1_000))
        .isSortedAccordingTo((a, b) -> Integer.compare(a.position().line(), b.position().line()));
    assertThat(findings.getLast().code()).isEqualTo("findings.more");
    assertThat(findings.getLast().message()).isEqualTo("201 more findings are left out.");
  }

  @Test
  void anErrorThatIsLeftOutStillMakesTheDocumentInvalid() {
    var tools = new StringBuilder("tools:\n");
    for (int i = 0; i < 1_100; i++) {
      tools.append("  - { name: t%d, source: nowhere }%n".formatted(i));
    }

    var reading =
        read(HEAD + tools + "  - { name: z, approval_workflow: w }", SurroundingsFixtures.OFFLINE);

    assertThat(reading.valid()).isFalse();
    assertThat(reading.findings().getLast().severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void refusesADocumentAboveFourMebibytes() {
    var reading = new PolicyReader().read(new byte[(4 << 20) + 1], SurroundingsFixtures.OFFLINE);

    assertThat(reading.findings()).extracting(Finding::code).containsExactly("document.too_large");
  }

  @Test
  void refusesMoreValuesThanAnybodyWrites() {
    var reading = read("[" + "1,".repeat(400_000) + "1]", SurroundingsFixtures.OFFLINE);

    assertThat(reading.findings()).extracting(Finding::code).containsExactly("document.too_large");
  }

  @Test
  void readsAByteOrderMarkAndWindowsLines() {
    assertThat(read("\uFEFF" + HEAD.replace("\n", "\r\n"), SurroundingsFixtures.OFFLINE).valid())
        .isTrue();
  }

  @Test
  void readsJsonWithTabsAndEscapes() {
    var json =
        """
        {
        \t"version": "1.0",
        \t"metadata": {"name": "Test", "author": "a\\/b \\ud83d\\ude00", "tags": []},
        \t"tools": [
        \t\t{"name": "bash", "enabled": false}
        \t]
        }
        """;

    var document = document(json, SurroundingsFixtures.OFFLINE);

    assertThat(document.metadata().extras()).containsEntry("author", "a/b \uD83D\uDE00");
    assertThat(document.tools().getFirst().enabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00\\ud83d", "\\0"})
  void refusesHalfACharacterAndNul(String escape) {
    var reading =
        read(HEAD + "tools: [ { name: \"x" + escape + "\" } ]", SurroundingsFixtures.OFFLINE);

    assertThat(reading.findings()).extracting(Finding::code).containsExactly("document.syntax");
  }

  @Test
  void anEmptyOrAbsentExpressionMatchesEverything() {
    var document =
        document(
            HEAD
                + """
                tools:
                  - { name: a, conditions: [ { action: deny } ] }
                  - { name: b, conditions: [ { expression: "", action: deny } ] }
                  - name: c
                    conditions:
                      - expression:
                        action: deny
                """,
            SurroundingsFixtures.OFFLINE);

    assertThat(document.tools()).allMatch(tool -> tool.conditions().getFirst().condition() == null);
  }

  @Test
  void readsHowManyCallsAServerTakesAtOnce() {
    var document =
        document(
            HEAD
                + """
                mcp_servers:
                  - { name: a, url: "https://a.test", max_concurrency: 10000 }
                  - { name: b, url: "https://b.test" }
                """,
            SurroundingsFixtures.OFFLINE);

    assertThat(document.mcpServers())
        .extracting(McpServerEntry::maxConcurrency)
        .containsExactly(10_000, null);
    assertThat(document.mcpServers().getFirst().unplaced().maxConcurrency()).isEqualTo(10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10001", "-1"})
  void refusesANumberOfCallsAtOnceThatNoServerMayHave(String number) {
    var servers =
        "mcp_servers: [ { name: a, url: \"https://a.test\", max_concurrency: %s } ]"
            .formatted(number);

    assertThat(read(HEAD + servers, SurroundingsFixtures.OFFLINE).findings())
        .extracting(Finding::code, Finding::path)
        .containsExactly(tuple("value.range", "$.mcp_servers[0].max_concurrency"));
  }

  private static String example() throws IOException {
    return Files.readString(
        Path.of("src/test/resources/documents/offline/whole-example/policy.yaml"));
  }

  private static PolicyDocument document(String text, Surroundings surroundings) {
    var reading = read(text, surroundings);
    assertThat(reading.findings()).noneMatch(Finding::isError);
    return Objects.requireNonNull(reading.document());
  }

  private static Reading read(String text, Surroundings surroundings) {
    return new PolicyReader().read(text.getBytes(StandardCharsets.UTF_8), surroundings);
  }
}
