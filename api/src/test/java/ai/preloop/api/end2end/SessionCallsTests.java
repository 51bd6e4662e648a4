package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Conditions over how many calls a session has made. */
class SessionCallsTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Approver owner = new Approver(preloop.http(), preloop.owner());
  private final FixtureMcpServer server = FixtureMcpServer.start();
  private final String name = "counted_" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void register() {
    server.removeTool("echo");
    server.removeTool("pay");
    server.tool(name, "{}", arguments -> FixtureMcpServer.text("done"));
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, server.url());
    String id = post("/mcp-servers", body).path("id").asString();
    post("/mcp-servers/" + id + "/scan", "{}");
    preloop
        .http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            policy(),
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void eachCallIsJudgedByThoseBeforeItThenAndWheneverItIsJudgedAgain() {
    Agent agent = preloop.agent();

    assertThat(text(agent.call(name, "{}"))).isEqualTo("done");
    agent.status(UUID.randomUUID().toString());
    assertThat(text(agent.call(name, "{}"))).isEqualTo("done");
    JsonNode asked = agent.call(name, "{\"late\":true}").path("structuredContent");
    assertThat(asked.path("status").asString()).isEqualTo("pending_approval");
    assertThat(text(agent.call(name, "{}"))).isEqualTo("That is enough");

    String approval = asked.path("request_id").asString();
    owner.approve(approval).expect(200);
    JsonNode decided =
        await()
            .atMost(Duration.ofSeconds(10))
            .until(
                () -> agent.status(approval),
                status -> !status.path("status").asString().equals("executing"));
    assertThat(decided.at("/tool_result/content/0/text").asString())
        .as("%s", decided)
        .isEqualTo("done");
    assertThat(text(preloop.agent().call(name, "{}"))).isEqualTo("done");
    await().atMost(Duration.ofSeconds(20)).until(() -> records().size() == 5);
    assertThat(records())
        .allSatisfy(record -> {
          String id = "{\"audit_log_id\":\"%s\"}".formatted(record.path("id").asString());
          assertThat(post("/policies/explain", id).path("again")).isEqualTo(record.path("verdict"));
        });
  }

  private List<JsonNode> records() {
    return preloop
        .http()
        .get("/api/v1/audit-logs?limit=100&tool=" + name, owner.token())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(item -> item.path("action").asString().equals("tool.call"))
        .filter(item -> !item.path("verdict").isNull())
        .toList();
  }

  private String policy() {
    return """
    version: "1.0"
    metadata: { name: %1$s }
    approval_workflows: [ { name: people-%1$s, async_approval: true } ]
    tools:
      - name: %1$s
        source: %1$s
        approval_workflow: people-%1$s
        conditions:
          - { expression: "session.calls > 2", action: deny, description: That is enough }
          - { expression: "session.calls < 2 && has(args.late)", action: deny }
          - { expression: "session.calls == 2", action: require_approval }
        otherwise: allow
    """
        .formatted(name);
  }

  private JsonNode post(String path, String body) {
    Http.Reply reply = preloop.http().post("/api/v1" + path, owner.token(), body);
    assertThat(reply.status()).as(path).isBetween(200, 201);
    return reply.json();
  }

  private static String text(JsonNode result) {
    return result.at("/content/0/text").asString();
  }
}
