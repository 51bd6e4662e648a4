package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A document for 2,000 tools with 10,000 rules. */
class LargePolicyTests {

  private static final int TOOLS = 2_000;

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final String name = "many_" + UUID.randomUUID().toString().substring(0, 8);

  @Test
  void isValidatedAppliedAndInForce() {
    try (FixtureMcpServer server = FixtureMcpServer.start()) {
      server.removeTool("echo");
      server.removeTool("pay");
      IntStream.range(0, TOOLS).forEach(i -> server.define(tool(i), definition(i)));
      String id = register(server);

      JsonNode found = send("/policies/validate");
      assertThat(found.path("valid").asBoolean()).as(found.toString()).isTrue();
      JsonNode applied = send("/policies/upload");
      assertThat(applied.path("applied").asBoolean()).isTrue();
      assertThat(applied.path("changes").size()).isGreaterThanOrEqualTo(TOOLS);
      assertThat(send("/policies/diff").path("entries")).isEmpty();

      Agent agent = preloop.agent();
      assertThat(agent.call(tool(7), "{\"amount_7\":800,\"currency\":\"EUR\"}").toString())
          .contains("Too much of 7");
      assertThat(agent.call(tool(8), "{\"amount_8\":1,\"currency\":\"EUR\"}").toString())
          .contains(tool(8));
      assertThat(send("/policies/upload", head()).path("applied").asBoolean()).isTrue();
      preloop
          .http()
          .send("DELETE", "/api/v1/mcp-servers/" + id, preloop.owner(), "", Map.of())
          .expect(204);
    }
  }

  private JsonNode send(String path) {
    String rules = IntStream.range(0, TOOLS).mapToObj(this::entry).collect(Collectors.joining());
    return send(path, head() + "tools:\n" + rules);
  }

  private JsonNode send(String path, String document) {
    return preloop
        .http()
        .send(
            "POST",
            "/api/v1" + path,
            preloop.owner(),
            document,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  private String head() {
    return "version: \"1.0\"\nmetadata: { name: %1$s }\napproval_workflows: [ { name: %1$s } ]\n"
        .formatted(name);
  }

  private String entry(int i) {
    return """
      - name: %1$s
        source: %2$s
        approval_workflow: %2$s
        conditions:
          - { expression: "args.amount_%3$d > 100 * %3$d", action: deny, description: Too much of %3$d }
          - { expression: "args.amount_%3$d < 0 || args.currency == 'C%3$d'", action: deny }
          - { expression: "args.currency.matches('^X%3$d[A-Z]*$')" }
          - { expression: "args.amount_%3$d > 10 * %3$d && principal.name == 'agent %3$d'" }
          - { expression: "args.currency in ['A%3$d', 'B%3$d'] && !tool.read_only", mode: shadow }
        otherwise: allow
    """
        .formatted(tool(i), name, i);
  }

  private String tool(int i) {
    return name + "_" + i;
  }

  private String definition(int i) {
    return """
    {"name":"%1$s","inputSchema":{"type":"object","properties":{
      "amount_%2$d":{"type":"number"},"currency":{"type":"string"}}}}\
    """
        .formatted(tool(i), i);
  }

  private String register(FixtureMcpServer server) {
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, server.url());
    JsonNode made = preloop.http().post("/api/v1/mcp-servers", preloop.owner(), body).expect(201);
    String id = made.path("id").asString();
    preloop.http().post("/api/v1/mcp-servers/" + id + "/scan", preloop.owner(), "{}").expect(200);
    return id;
  }
}
