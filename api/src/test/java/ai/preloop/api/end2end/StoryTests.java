package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.api.end2end.Http.Reply;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job, with the official MCP client as the agent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoryTests {

  /** The shortest life that an approval can be given is 30 s: it passes beside the other tests. */
  private static final String HASTY_POLICY =
      """
      version: "1.0"
      metadata:
        name: hasty
      approval_workflows:
        - name: hasty
          timeout_seconds: 30
          async_approval: true
      tools:
        - name: pay
          source: hasty
          approval_workflow: hasty
          conditions:
            - expression: "true"
              action: require_approval
              description: Somebody looks at each of these.
      """;

  private final FixtureMcpServer hasty = FixtureMcpServer.start();
  private RunningPreloop preloop;
  private Http http;
  private Approver owner;
  private McpSyncClient agent;
  private String neverDecided;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    http = preloop.http();
    owner = new Approver(http, preloop.owner());
    agent = connect();
    register();
    neverDecided = structured(call("pay", Map.of())).path("request_id").asString();
  }

  @AfterAll
  void stop() {
    agent.close();
    hasty.close();
  }

  @Test
  void listsWhatMayBeCalled() {
    assertThat(agent.listTools().tools())
        .extracting(Tool::name)
        .contains("get_balance", "list_payments", "pay_invoice", "get_approval_status");
  }

  @Test
  void passesAnAllowedCallOn() {
    CallToolResult paid = call("pay_invoice", Map.of("amount", 12.5, "recipient", "Baker"));

    assertThat(paid.isError()).isNotEqualTo(true);
    assertThat(text(paid)).contains("paid 12.5 EUR to Baker");
  }

  @Test
  void deniesWithTheSentenceOfTheRule() {
    CallToolResult denied = call("pay_invoice", Map.of("amount", 20000, "recipient", "Yacht"));

    assertThat(denied.isError()).isTrue();
    assertThat(text(denied)).contains("Payments above 10000 EUR are not made by agents.");
    assertThat(text(call("delete_ledger", Map.of())))
        .contains("Records of payments are never deleted.");
    assertThat(preloop.agent().payments("Yacht")).isZero();
  }

  @Test
  void asksAPersonAndRunsOnceWhatWasApproved() {
    JsonNode pending = structured(payLater("Landlord"));
    String id = pending.path("request_id").asString();

    assertThat(pending.propertyNames())
        .containsExactlyInAnyOrder(
            "status",
            "request_id",
            "message",
            "poll_interval_seconds",
            "timeout_seconds",
            "channels",
            "approvers",
            "approval_console_url");
    assertThat(pending.path("approval_console_url").asString()).doesNotContain("token");
    assertThat(poll(id).path("status").asString()).isEqualTo("pending");
    assertThat(preloop.agent().payments("Landlord")).isZero();

    assertThat(owner.approve(id).expect(200).path("status").asString()).isEqualTo("approved");
    JsonNode done = finished(id);

    assertThat(done.path("status").asString()).isEqualTo("approved");
    assertThat(done.at("/tool_result/content/0/text").asString()).contains("EUR to Landlord");
    assertThat(poll(id)).isEqualTo(done);
    assertThat(preloop.agent().payments("Landlord")).isEqualTo(1);
  }

  @Test
  void refusesToApproveOtherArgumentsThanThoseShown() {
    String id = structured(payLater("Printer")).path("request_id").asString();

    Reply refused = owner.act(id, "approve", "{\"digest\":\"%s\"}".formatted("ab".repeat(32)));

    refused.expect(409);
    assertThat(poll(id).path("status").asString()).isEqualTo("pending");
    owner.act(id, "cancel", "{\"reason\":\"done with\"}").expect(200);
    assertThat(poll(id).path("status").asString()).isEqualTo("cancelled");
  }

  @Test
  void tellsTheAgentWhyItWasDeclined() {
    String id = structured(payLater("Casino")).path("request_id").asString();

    owner.decline(id, "Not this one").expect(200);

    JsonNode declined = poll(id);
    assertThat(declined.path("status").asString()).isEqualTo("declined");
    assertThat(declined.path("reason").asString()).contains("Not this one");
    owner.approve(id).expect(409);
    assertThat(preloop.agent().payments("Casino")).isZero();
  }

  @Test
  void makesOneLinkForOneIdempotencyKey() {
    String id = structured(payLater("Locksmith")).path("request_id").asString();
    String links = "/api/v1/approval-requests/" + id + "/links";
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Idempotency-Key", "link-of-" + id);

    String first = http.send("POST", links, owner.token(), "", headers).expect(201).toString();
    Http.Reply again = http.send("POST", links, owner.token(), "", headers);

    assertThat(again.expect(201)).hasToString(first);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(owner.act(id, "links", "").expect(201).toString()).isNotEqualTo(first);
    http.send("POST", links, owner.token(), "{}", headers).expect(422);
    owner.decline(id, "Changed the lock ourselves").expect(200);
  }

  @Test
  void decidesOnceByLink() {
    String id = structured(payLater("Plumber")).path("request_id").asString();
    String url = owner.act(id, "links", "{}").expect(201).path("url").asString();
    String token = url.substring(url.indexOf("token=") + "token=".length());
    String data = "/approval/" + id + "/data?token=" + token;
    String decide = "/approval/" + id + "/decide?token=" + token;

    assertThat(http.get("/approval/" + id + "?token=" + token, "").status()).isEqualTo(200);
    assertThat(http.get(data, "").expect(200).path("can_decide").asBoolean()).isTrue();
    assertThat(http.get(decide, "").status()).isIn(401, 405);
    assertThat(poll(id).path("status").asString()).isEqualTo("pending");

    http.post(decide, "", "{\"action\":\"approve\"}").expect(200);
    http.post(decide, "", "{\"action\":\"decline\"}").expect(409);
    assertThat(http.get(data, "").expect(200).path("can_decide").asBoolean()).isFalse();
    finished(id);
    assertThat(preloop.agent().payments("Plumber")).isEqualTo(1);
  }

  @Test
  void tellsAWrongTokenNoMoreThanAnUnknownId() {
    String id = structured(payLater("Florist")).path("request_id").asString();
    String unknown = UUID.randomUUID().toString();

    for (String token : new String[] {"", "?token=", "?token=wrong"}) {
      Reply wrong = http.get("/approval/" + id + "/data" + token, "");
      Reply none = http.get("/approval/" + unknown + "/data" + token, "");
      assertThat(wrong.status()).isEqualTo(404);
      assertThat(wrong.body().replace(id, unknown)).isEqualTo(none.body());
      http.post("/approval/" + id + "/decide" + token, "", "{\"action\":\"approve\"}").expect(404);
    }
    assertThat(poll(id).path("status").asString()).isEqualTo("pending");
    owner.decline(id, "done with").expect(200);
  }

  @Test
  void answersAForeignAndAnUnknownIdAlike() {
    JsonNode unknown = poll(UUID.randomUUID().toString());
    Agent other = Agent.connect(http, otherKey());

    assertThat(other.status(neverDecided)).isEqualTo(unknown);
    assertThat(unknown.path("error").asString()).isNotBlank();
    assertThat(poll("42").path("error").asString()).contains("not the id");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void expiresWhenNobodyDecides() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> poll(neverDecided).path("status").asString().equals("expired"));

    owner.approve(neverDecided).expect(409);
    assertThat(hasty.calls()).isEmpty();
  }

  private void register() {
    String body = "{\"name\":\"hasty\",\"url\":\"%s\"}".formatted(hasty.url());
    String id =
        http.post("/api/v1/mcp-servers", owner.token(), body).expect(201).path("id").asString();
    http.post("/api/v1/mcp-servers/" + id + "/scan", owner.token(), "{}").expect(200);
    http.send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            HASTY_POLICY,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> agent.listTools().tools().stream().anyMatch(tool -> tool.name().equals("pay")));
  }

  private String otherKey() {
    String body = "{\"name\":\"another agent\",\"scopes\":[\"mcp:call\"]}";
    return http.post("/api/v1/auth/api-keys", owner.token(), body)
        .expect(201)
        .path("key")
        .asString();
  }

  private McpSyncClient connect() {
    var transport =
        HttpClientStreamableHttpTransport.builder(http.base().toString())
            .endpoint("/mcp/v1")
            .customizeClient(client -> client.connectTimeout(Duration.ofSeconds(20)))
            .addHttpRequestCustomizer((request, method, uri, body, context) ->
                request.setHeader("Authorization", "Bearer " + preloop.agentKey()))
            .build();
    McpSyncClient client = McpClient.sync(transport).requestTimeout(Duration.ofSeconds(20)).build();
    client.initialize();
    return client;
  }

  private CallToolResult payLater(String recipient) {
    return call("pay_invoice", Map.of("amount", 120.5, "recipient", recipient));
  }

  private JsonNode finished(String id) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> poll(id), status -> status.has("tool_result"));
  }

  private JsonNode poll(String id) {
    return structured(call("get_approval_status", Map.of("request_id", id)));
  }

  private CallToolResult call(String tool, Map<String, Object> arguments) {
    return agent.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
  }

  private static JsonNode structured(CallToolResult result) {
    return JsonMapper.shared().valueToTree(result.structuredContent());
  }

  private static String text(CallToolResult result) {
    return ((TextContent) result.content().getFirst()).text();
  }
}
