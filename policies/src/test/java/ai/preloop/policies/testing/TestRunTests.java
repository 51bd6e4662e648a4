package ai.preloop.policies.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.syntax.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Cases against policies, and what a reader is told of those that do not hold. */
class TestRunTests {

  private static final String POLICY =
      """
      version: "1.0"
      metadata: { name: shell }
      approval_workflows: [ { name: someone, approver_users: [ana] } ]
      tools:
        - name: bash
          approval_workflow: someone
          conditions:
            - { expression: "args.command == 'reboot'", action: deny, description: Not now }
            - { expression: "args.command == 'deploy'" }
            - { expression: "now > timestamp('2026-06-01T00:00:00Z')", action: deny }
            - { expression: "justification == 'why'", action: deny }
            - { expression: "session.calls > 3", action: deny }
            - { expression: "agent.kind == 'robot' || flow.name == 'night'", action: deny }
            - { expression: "'intern' in principal.roles", action: deny }
          otherwise: allow
      """;

  @Test
  void theSampleDecidesAsItsWordsSay() throws IOException {
    var suite = suite(resource("tests.yaml"));

    var outcome =
        TestRun.of(resource("policy.yaml").getBytes(StandardCharsets.UTF_8), Map.of(), suite);

    assertThat(outcome.findings()).noneMatch(Finding::isError);
    assertThat(outcome.results()).hasSize(13);
    assertThat(outcome.results())
        .filteredOn(result -> !result.holds())
        .extracting(result -> result.test().name() + ": " + result.differences())
        .isEmpty();
  }

  @Test
  void resourcesAndPromptsAreCasesToo() {
    var policy =
        """
        version: "1.0"
        metadata: { name: disk }
        resources: [ { name: "file:///etc/*", source: disk, otherwise: deny } ]
        prompts:
          - { name: review, conditions: [ { expression: "args.branch == 'main'", action: deny } ] }
        """;
    var cases =
        """
        cases:
          - { name: read, resource: "file:///etc/passwd", server: disk, expect: { verdict: deny, rule: otherwise deny } }
          - { name: elsewhere, resource: "file:///etc/passwd", server: web, expect: { verdict: allow } }
          - { name: main, prompt: review, args: { branch: main }, expect: { verdict: deny, rule: 1 } }
          - { name: other, prompt: review, args: { branch: x }, expect: { verdict: allow } }
        """;

    var outcome = TestRun.of(policy.getBytes(StandardCharsets.UTF_8), Map.of(), suite(cases));

    assertThat(outcome.results()).hasSize(4).allMatch(TestResult::holds);
  }

  @Test
  void callsOfModelsAreCasesToo() {
    var policy =
        """
        version: "1.0"
        metadata: { name: spending }
        models:
          - name: "gpt-*"
            conditions:
              - { expression: "cost.estimate_usd > 1.0 || request.max_output_tokens > 1000", action: deny }
              - { expression: "request.tools > 0 && !request.stream && request.input_tokens > 9", action: deny }
              - { expression: "model.provider == 'azure' && model.identifier == 'x'", action: deny }
        defaults: { unknown_models: deny, on_error: deny }
        """;
    var cases =
        """
        cases:
          - { name: dear, model: gpt-5, cost: { estimate_usd: 1.5 }, expect: { verdict: deny, rule: 1, error: false } }
          - { name: long, model: gpt-5, cost: { estimate_usd: 0.5 }, request: { max_output_tokens: 2000 }, expect: { rule: 1 } }
          - { name: tools, model: gpt-5, cost: { estimate_usd: 0 }, request: { max_output_tokens: 1, tools: 2, input_tokens: 10 }, expect: { rule: 2 } }
          - { name: stream, model: gpt-5, cost: { estimate_usd: 0 }, request: { max_output_tokens: 1, tools: 2, input_tokens: 10, stream: true }, expect: { verdict: allow } }
          - { name: elsewhere, model: gpt-5, provider: azure, identifier: x, cost: { estimate_usd: 0 }, request: { max_output_tokens: 1 }, expect: { rule: 3 } }
          - { name: no price, model: gpt-5, request: { max_output_tokens: 1 }, expect: { verdict: deny, error: true } }
          - { name: unknown, model: sonnet, expect: { verdict: deny, rule: unknown models } }
        """;

    var outcome = TestRun.of(policy.getBytes(StandardCharsets.UTF_8), Map.of(), suite(cases));

    assertThat(outcome.results())
        .hasSize(7)
        .filteredOn(result -> !result.holds())
        .extracting(result -> result.test().name() + ": " + result.differences())
        .isEmpty();
  }

  @Test
  void saysWhatCameInsteadOfWhatWasExpected() {
    assertThat(
            differences(
                "args: { command: reboot }", "verdict: ask, rule: 2, message: No, error: true"))
        .containsExactly(
            "expected verdict ask, but it is deny",
            "expected rule 2, but it is 1",
            "expected message No, but it is Not now",
            "expected error true, but it is false");
    assertThat(differences("args: { command: deploy }", "workflow: nobody"))
        .containsExactly("expected workflow nobody, but it is someone");
    assertThat(differences("args: { command: ls }", "workflow: someone"))
        .containsExactly("expected workflow someone, but it is none");
    assertThat(differences("args: {}", "error: false"))
        .containsExactly("expected error false, but it is true");
  }

  @Test
  void checksOnlyWhatIsNamed() {
    assertThat(differences("args: { command: reboot }", "message: Not now")).isEmpty();
    assertThat(differences("args: { command: reboot }", "rule: Not now")).isEmpty();
    assertThat(differences("args: {}", "error: true")).isEmpty();
  }

  @Test
  void givesEveryVariableThatACaseHas() {
    String ls = "args: { command: ls }";
    assertThat(differences(ls, "verdict: allow")).isEmpty();
    assertThat(differences(ls + ", now: 2026-07-01T02:00:00+02:00", "rule: 3")).isEmpty();
    assertThat(differences(ls + ", justification: why", "rule: 4")).isEmpty();
    assertThat(differences(ls + ", session: { calls: 4 }", "rule: 5")).isEmpty();
    assertThat(differences(ls + ", agent: { kind: robot }", "rule: 6")).isEmpty();
    assertThat(differences(ls + ", flow: { name: night }", "rule: 6")).isEmpty();
    assertThat(differences(ls + ", principal: { roles: [intern] }", "rule: 7")).isEmpty();
  }

  @Test
  void takesArgumentsToTheLetter() {
    assertThat(
            differences("args: { command: \"${HOME}\", other: null, n: 1.50 }", "verdict: allow"))
        .isEmpty();
  }

  @Test
  void aCaseThatSaysNothingOfAReasonHasOneAndAnEmptyOneIsNone() {
    String wanted =
        "version: \"1.0\"\nmetadata: { name: o }\ntools: [ { name: bash, justification: required } ]";
    String cases =
        """
        cases:
          - { name: some, tool: bash, expect: { verdict: allow } }
          - { name: none, tool: bash, justification: "", expect: { verdict: deny } }
        """;

    var outcome = TestRun.of(wanted.getBytes(StandardCharsets.UTF_8), Map.of(), suite(cases));

    assertThat(outcome.results()).hasSize(2).allMatch(TestResult::holds);
  }

  @Test
  void runsNothingForAPolicyThatCannotBeRead() {
    var outcome =
        TestRun.of(
            "version: 2".getBytes(StandardCharsets.UTF_8),
            Map.of(),
            suite(file("", "verdict: ask")));

    assertThat(outcome.ran()).isFalse();
    assertThat(outcome.results()).isEmpty();
  }

  @Test
  void checksThePolicyAgainstTheToolsOfTheTests() {
    String tools =
        "tools: [ { server: s, name: bash, input_schema: { type: object, properties: { cmd: { type: string } } } } ]\n";

    var outcome =
        TestRun.of(
            POLICY.getBytes(StandardCharsets.UTF_8),
            Map.of(),
            suite(tools + file("", "verdict: ask")));

    assertThat(outcome.findings())
        .filteredOn(Finding::isError)
        .extracting(Finding::path)
        .contains("$.tools[0].conditions[0].expression");
  }

  private static List<String> differences(String call, String expect) {
    var outcome =
        TestRun.of(
            POLICY.getBytes(StandardCharsets.UTF_8), Map.of(), suite(file(", " + call, expect)));
    assertThat(outcome.findings()).noneMatch(Finding::isError);
    return outcome.results().getFirst().differences();
  }

  private static String file(String call, String expect) {
    return "cases: [ { name: one, tool: bash, server: s%s, expect: { %s } } ]\n"
        .formatted(call, expect);
  }

  private static TestSuite suite(String text) {
    var read = TestReader.suite(text.getBytes(StandardCharsets.UTF_8));
    assertThat(read.findings()).isEmpty();
    return Objects.requireNonNull(read.content());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = TestRunTests.class.getResourceAsStream("/samples/safeguards/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
