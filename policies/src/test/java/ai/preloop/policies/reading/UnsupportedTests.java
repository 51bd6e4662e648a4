package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.syntax.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UnsupportedTests {

  @Test
  void saysWhatOfTheWholeExampleIsNotHonouredYet() throws IOException {
    var findings =
        Unsupported.in(
            document(
                Files.readString(
                    Path.of("src/test/resources/documents/offline/whole-example/policy.yaml"))));

    assertThat(findings)
        .allMatch(Finding::isError)
        .extracting(Finding::code)
        .containsOnly("unsupported");
    assertThat(findings)
        .extracting(Finding::path)
        .containsExactly(
            "$.approval_workflows[0].approver_teams",
            "$.approval_workflows[0].escalation_users",
            "$.approval_workflows[0].escalation_teams",
            "$.approval_workflows[0].escalate_after_seconds",
            "$.approval_workflows[1].workflow_type",
            "$.approval_workflows[1].stages",
            "$.approval_workflows[2].approval_type",
            "$.approval_workflows[2].escalation_workflow",
            "$.approval_workflows[2].approver_teams",
            "$.approval_workflows[2].distinct_groups");
    assertThat(findings.getFirst().position()).isEqualTo(new Position(21, 21));
  }

  @Test
  void whatIsHonouredPasses() {
    assertThat(
            paths(
                """
                approval_workflows:
                  - name: w
                    workflow_type: simple
                    required_approvals: 2
                    approver_users: [ana, ben]
                    approver_teams: []
                    decline_rule: unreachable
                    distinct_groups: false
                    allow_self_approval: false
                    require_reason: true
                    async_approval: false
                    agent_selectable: true
                    is_default: true
                    retry: safe
                    on_timeout: deny
                    approval_type: standard
                tools:
                  - { name: bash, justification: required, conditions: [ { mode: shadow } ] }
                subjects:
                  - { type: api_key, name: k, tools: [ { name: bash } ] }
                resources: [ { name: "file:///*", otherwise: deny } ]
                prompts: [ { name: review, source: mcp } ]
                models: [ { name: "gpt-*", otherwise: require_approval } ]
                defaults: { mode: shadow, unknown_tools: deny, unknown_resources: deny, unknown_prompts: deny, unknown_models: deny }
                """))
        .isEmpty();
  }

  @Test
  void isSaidTogetherWithWhatIsWrong() {
    var reading =
        read(
            """
            approval_workflows: [ { name: a, approver_teams: [t] } ]
            tools:
              - { name: b, otherwise: perhaps }
            subjects: []
            """);

    assertThat(reading.findings()).extracting(Finding::code).doesNotContain("unsupported");
    assertThat(reading.honoured().findings())
        .filteredOn(Finding::isError)
        .extracting(finding -> finding.position().line() + " " + finding.path())
        .containsExactly("3 $.approval_workflows[0].approver_teams", "5 $.tools[0].otherwise");
    assertThat(reading.honoured().valid()).isFalse();
    assertThat(reading.announced().findings())
        .filteredOn(finding -> finding.code().equals("unsupported"))
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING);
  }

  @Test
  void isNoErrorForWhomEverythingIsHonoured() {
    var reading = read("tools: [ { name: b } ]");

    assertThat(reading.honoured()).isSameAs(reading);
    assertThat(reading.valid()).isTrue();
  }

  @Test
  void aConsensusOfNobodyInParticularIsNotHonouredYet() {
    assertThat(
            paths(
                """
                mcp_servers:
                  - { name: a, url: "https://a.test", transport: sse }
                  - { name: b, command: b, transport: stdio }
                  - { name: c, url: "https://c.test", auth_type: oauth }
                approval_workflows:
                  - { name: w, workflow_type: consensus }
                  - { name: x, workflow_type: consensus, approver_users: [ana, ben] }
                subjects:
                  - { type: flow, name: f, tools: [] }
                """))
        .containsExactly("$.approval_workflows[0].workflow_type");
  }

  private static List<String> paths(String text) {
    return read(text).unsupported().stream().map(Finding::path).toList();
  }

  private static Reading read(String text) {
    var source = "version: \"1.0\"\nmetadata: { name: Test }\n" + text;
    return new PolicyReader()
        .read(source.getBytes(StandardCharsets.UTF_8), SurroundingsFixtures.OFFLINE);
  }

  private static PolicyDocument document(String text) {
    var reading =
        new PolicyReader()
            .read(text.getBytes(StandardCharsets.UTF_8), SurroundingsFixtures.OFFLINE);
    return Objects.requireNonNull(reading.document(), reading.findings()::toString);
  }
}
