package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;

/** Policies are tried over REST: tests, and what would become of a call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrialEdgeTests {

  private static final String POLICY =
      """
      version: "1.0"
      metadata: { name: trials }
      tools:
        - name: bash
          conditions:
            - { expression: "args.command == 'reboot'", action: deny, description: Not now }
            - { expression: "args.password == 'x'", action: deny }
      """;

  private Edge edge;

  @BeforeAll
  void start() {
    edge = Edge.start();
    assertThat(post("/api/v1/policies/upload", edge.owner(), "text/yaml", POLICY)).hasStatusOk();
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void runsTests() {
    MvcTestResult answer =
        test(
            POLICY,
            """
            cases:
              - { name: one, tool: bash, args: { command: reboot }, expect: { verdict: deny, rule: 1 } }
              - { name: two, tool: bash, args: { command: ls, password: y }, expect: { verdict: ask } }
            """);

    assertThat(answer).hasStatusOk();
    assertThat(answer).bodyJson().extractingPath("passed").isEqualTo(1);
    assertThat(answer).bodyJson().extractingPath("failed").isEqualTo(1);
    assertThat(answer).bodyJson().extractingPath("results[0].message").isEqualTo("Not now");
    assertThat(answer).bodyJson().extractingPath("results[1].expected.verdict").isEqualTo("ask");
    assertThat(answer).bodyJson().extractingPath("results[1].ok").isEqualTo(false);
  }

  @Test
  void saysOfEachTestWhatCameAndWhy() {
    MvcTestResult answer =
        test(
            """
            version: "1.0"
            metadata: { name: told }
            approval_workflows: [ { name: people } ]
            tools:
              - name: bash
                approval_workflow: people
                conditions:
                  - { expression: "args.command == 'ls'", action: allow }
                  - { expression: "args.count > 3", description: Many of them }
                otherwise: deny
            """,
            """
            cases:
              - { name: listed, tool: bash, args: { command: ls }, expect: { verdict: allow } }
              - { name: many, tool: bash, args: { command: rm, count: 4 }, expect: { error: true } }
              - { name: neither, tool: bash, args: { command: rm, count: 1 }, expect: { verdict: deny } }
              - { name: broken, tool: bash, args: { command: rm }, expect: { error: true } }
            """);

    assertThat(PolicyRequests.json(answer).path("results").valueStream())
        .map(TrialEdgeTests::told)
        .containsExactly(
            "listed true allow 1 - - false",
            "many false ask 2 people - false",
            "neither true deny otherwise deny - The policy of told does not allow this call. false",
            "broken true deny 2 - A rule of the policy of told cannot be evaluated for this call. true");
  }

  private static String told(JsonNode result) {
    return "%s %s %s %s %s %s %s"
        .formatted(
            result.path("name").asString(),
            result.path("ok").asBoolean(),
            result.path("verdict").asString(),
            result.path("rule").asString("-"),
            result.path("workflow").asString("-"),
            result.path("message").asString("-"),
            result.path("error").asBoolean());
  }

  @Test
  void saysWhatItCannotRead() {
    MvcTestResult tests = test(POLICY, "cases: [ { name: a, tool: b, expect: { verdit: x } } ]");
    assertThat(tests).hasStatus(422);
    assertThat(tests)
        .bodyJson()
        .extractingPath("findings[*].code")
        .asArray()
        .contains("key.unknown");

    MvcTestResult policy =
        test("version: \"1.0\"", "cases: [ { name: a, tool: b, expect: { error: true } } ]");
    assertThat(policy).hasStatus(422);
    assertThat(policy).bodyJson().extractingPath("findings[0].code").isEqualTo("key.missing");

    assertThat(post("/api/v1/policies/test", edge.owner(), "application/json", "{}"))
        .hasStatus(422);
  }

  @Test
  void explainsACall() {
    MvcTestResult answer =
        explain("{\"tool\":\"bash\",\"args\":{\"command\":\"ls\",\"password\":\"hunter2\"}}");

    assertThat(answer).hasStatusOk();
    assertThat(answer).bodyJson().extractingPath("verdict").isEqualTo("allow");
    assertThat(answer).bodyJson().extractingPath("steps[0].outcome").isEqualTo("not_matched");
    assertThat(answer).bodyJson().extractingPath("steps[0].values[0].value").isEqualTo("ls");
    assertThat(answer)
        .bodyJson()
        .extractingPath("steps[1].values[0].value")
        .isEqualTo("[redacted]");
    assertThat(answer)
        .bodyJson()
        .extractingPath("steps[2].description")
        .isEqualTo("otherwise allow");
    assertThat(answer).bodyJson().extractingPath("policy_version").isEqualTo(1);
  }

  @Test
  void explainsNothingThatItCannotRead() {
    MvcTestResult answer = explain("{\"tol\":\"bash\"}");

    assertThat(answer).hasStatus(422);
    assertThat(answer)
        .bodyJson()
        .extractingPath("findings[*].code")
        .asArray()
        .contains("key.unknown");
  }

  @Test
  void publishesTheSchema() {
    MvcTestResult answer =
        edge.get("/api/v1/policies/schema", edge.key(Scope.ACCOUNT_READ)).exchange();

    assertThat(answer).hasStatusOk();
    assertThat(answer).bodyJson().extractingPath("properties.tools.type").isEqualTo("array");
  }

  private MvcTestResult test(String policy, String tests) {
    String body = "{\"policy\":%s,\"tests\":%s}".formatted(quoted(policy), quoted(tests));
    return post("/api/v1/policies/test", edge.key(Scope.ACCOUNT_READ), "application/json", body);
  }

  private MvcTestResult explain(String call) {
    return post("/api/v1/policies/explain", edge.key(Scope.ACCOUNT_READ), "application/json", call);
  }

  private MvcTestResult post(String path, String token, String type, String body) {
    return edge.post(path, token).header("Content-Type", type).content(body).exchange();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
