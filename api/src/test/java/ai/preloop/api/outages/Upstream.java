package ai.preloop.api.outages;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/** A server whose tools count how often each call came. */
final class Upstream implements AutoCloseable {

  private static final String POLICY =
      """
      version: "1.0"
      metadata:
        name: outages
      approval_workflows:
        - name: polled
          timeout_seconds: 3600
          async_approval: true
        - name: held
          timeout_seconds: 3600
      tools:
        - name: look
          source: store
          otherwise: allow
        - name: wipe
          source: store
          conditions:
            - expression: args.mark != ""
              action: deny
              description: Nothing is wiped here.
          otherwise: allow
        - name: transfer
          source: store
          approval_workflow: polled
          otherwise: require_approval
        - name: ship
          source: store
          approval_workflow: held
          otherwise: require_approval
      """;

  private final FixtureMcpServer server = FixtureMcpServer.start();
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();

  Upstream(GatedPreloop preloop) {
    for (String tool : new String[] {"look", "wipe", "transfer", "ship"}) {
      server.tool(tool, "{}", this::run);
    }
    register(preloop);
  }

  /** How often each mark came. */
  Map<String, Integer> runs() {
    return Map.copyOf(runs);
  }

  @Override
  public void close() {
    server.close();
  }

  private String run(String arguments) {
    runs.merge(JsonMapper.shared().readTree(arguments).path("mark").asString(), 1, Integer::sum);
    return FixtureMcpServer.text("done");
  }

  private void register(GatedPreloop preloop) {
    String owner = preloop.owner();
    String body = "{\"name\":\"store\",\"url\":\"%s\"}".formatted(server.url());
    String id =
        preloop.http().post("/api/v1/mcp-servers", owner, body).expect(201).path("id").asString();
    preloop.http().post("/api/v1/mcp-servers/" + id + "/scan", owner, "{}").expect(200);
    preloop
        .http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            owner,
            POLICY,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }
}
