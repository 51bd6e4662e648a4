package ai.preloop.api.end2end;

import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A server of a test with one tool whose calls are held until a person decides. */
final class AskedTool implements AutoCloseable {

  private final FixtureMcpServer server = FixtureMcpServer.start();
  private final RunningPreloop preloop;
  private final Approver owner;
  private final String name = "asked_" + UUID.randomUUID().toString().substring(0, 8);

  AskedTool(RunningPreloop preloop) {
    this(preloop, "", "");
  }

  /** One more line of its approval workflow, and one of its own. */
  AskedTool(RunningPreloop preloop, String workflow, String line) {
    this.preloop = preloop;
    this.owner = new Approver(preloop.http(), preloop.owner());
    server.removeTool("echo");
    server.removeTool("pay");
    server.tool(name, "{}", arguments -> FixtureMcpServer.text("done"));
    register();
    upload(workflow, line);
  }

  String name() {
    return name;
  }

  FixtureMcpServer server() {
    return server;
  }

  Approver owner() {
    return owner;
  }

  /** A new agent with a key and a session of its own. */
  Agent agent() {
    return agent("2025-11-25");
  }

  /** One that speaks this revision of MCP. */
  Agent agent(String version) {
    return Agent.connect(preloop.http(), key(), version);
  }

  /** A new key that calls tools. */
  String key() {
    String body = "{\"name\":\"k%s\",\"scopes\":[\"mcp:call\"]}".formatted(UUID.randomUUID());
    JsonNode made = preloop.http().post("/api/v1/auth/api-keys", owner.token(), body).expect(201);
    return made.path("key").asString();
  }

  /** A call with one argument that tells it from others; {@code meta} are members of its _meta. */
  HeldStreamReader call(Agent agent, int id, String to, String meta) throws Exception {
    return HeldStreamReader.call(
        agent,
        Integer.toString(id),
        "{\"name\":\"%s\",\"arguments\":{\"to\":\"%s\"},\"_meta\":{%s}}".formatted(name, to, meta));
  }

  /** The one request that waits for a decision about such a call. */
  String pending(String to) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                requests()
                    .valueStream()
                    .filter(request -> request.path("tool_name").asString().equals(name))
                    .filter(request -> request.path("arguments").toString().contains(to))
                    .map(request -> request.path("id").asString())
                    .findFirst()
                    .orElse(""),
            id -> !id.isEmpty());
  }

  private JsonNode requests() {
    return preloop
        .http()
        .get("/api/v1/approval-requests?status=pending&limit=100", owner.token())
        .expect(200)
        .path("items");
  }

  private void register() {
    Http http = preloop.http();
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, server.url());
    String id =
        http.post("/api/v1/mcp-servers", owner.token(), body).expect(201).path("id").asString();
    http.post("/api/v1/mcp-servers/" + id + "/scan", owner.token(), "{}").expect(200);
  }

  private void upload(String workflow, String line) {
    String policy =
        """
        version: "1.0"
        metadata:
          name: %1$s
        approval_workflows:
          - name: people-%1$s
            timeout_seconds: 300
            %2$s
        tools:
          - name: %1$s
            source: %1$s
            approval_workflow: people-%1$s
            %3$s
            otherwise: require_approval
        """
            .formatted(name, workflow, line);
    preloop
        .http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            policy,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  @Override
  public void close() {
    server.close();
  }
}
