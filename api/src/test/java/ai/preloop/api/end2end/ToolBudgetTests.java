package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.api.end2end.Http.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Budgets of calls of tools, over MCP, over REST, and for calls that waited for a person. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolBudgetTests {

  private static final String BUDGETS = "/api/v1/budgets";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final String owner = preloop.owner();
  private OwnServer own;
  private String name;

  @BeforeAll
  void start() {
    own = new OwnServer(preloop);
    name = own.name();
    own.server().tool(name, "{}", FixtureMcpServer::text);
    own.server().tool("asked_" + name, "{}", FixtureMcpServer::text);
    own.register("");
    own.upload(
        """
        approval_workflows:
          - { name: own, timeout_seconds: 600, async_approval: true }
        tools:
          - name: NAME
            conditions:
              - { expression: "has(args.deny)", action: deny, description: Not this one. }
          - name: asked_NAME
            approval_workflow: own
            conditions:
              - { expression: "true", action: require_approval }
        """);
  }

  @AfterAll
  void stop() {
    http.send("DELETE", BUDGETS + "/" + name, owner, "", Map.of()).expect(204);
    own.close();
  }

  @Test
  void whatIsSentCountsHoweverItWasAskedForAndNoMoreIsSentThanThereMayBe() {
    limit(3);
    Agent agent = own.agent();

    assertThat(agent.call(name, "{\"deny\":1}").path("isError").asBoolean()).isTrue();
    assertThat(agent.call(name, "{}").path("isError").asBoolean()).isFalse();
    rest().expect(200);
    String approved = asked(agent, "{\"n\":1}");
    String late = asked(agent, "{\"n\":2}");
    own.owner().approve(approved).expect(200);
    own.until(approved, shown -> shown.path("execution_status").asString("").equals("succeeded"));
    assertThat(own.server().calls()).hasSize(3);

    JsonNode refused = agent.call(name, "{\"n\":4}");
    assertThat(refused.path("isError").asBoolean()).isTrue();
    assertThat(refused.at("/content/0/text").asString())
        .startsWith("The budget \"%s\" has no room for this call".formatted(name))
        .contains("3 of 3 tool calls", "it resets at");
    assertThat(rest().expect(403).path("detail").asString()).contains("has no room for this call");
    own.owner().approve(late).expect(200);
    JsonNode failed =
        own.until(late, shown -> shown.path("execution_status").asString("").equals("failed"));
    assertThat(failed.path("error").asString()).startsWith("Not sent: The budget ");
    assertThat(own.server().calls()).hasSize(3);
    awaitRecord();
  }

  private void limit(int calls) {
    String key =
        http.get("/api/v1/auth/api-keys?limit=100", owner)
            .expect(200)
            .path("items")
            .valueStream()
            .filter(each -> each.path("name").asString().equals(name))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asString();
    String body =
        """
        {"name":"%s","scope":{"type":"key","value":"%s"},"unit":"tool_calls","period":"day",
         "limit":%d}
        """
            .formatted(name, key, calls);
    JsonNode made = http.post(BUDGETS, owner, body).expect(201);
    assertThat(made.path("limit").asInt()).isEqualTo(calls);
    assertThat(made.path("limit_usd").isNull()).isTrue();
    assertThat(made.path("window").path("spent").asInt(-1)).isZero();
  }

  private Reply rest() {
    return http.send(
        "POST", "/api/v1/mcp/" + name, own.key(), "{}", Map.of("Content-Type", "application/json"));
  }

  private String asked(Agent agent, String arguments) {
    return agent.call("asked_" + name, arguments).at("/structuredContent/request_id").asString();
  }

  /** As a policy's refusal is. */
  private void awaitRecord() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            http.get("/api/v1/audit-logs?tool=" + name, owner)
                .expect(200)
                .path("items")
                .valueStream()
                .anyMatch(each ->
                    each.path("verdict").asString("").equals("deny")
                        && each.toString().contains("has no room for this call")));
  }
}
