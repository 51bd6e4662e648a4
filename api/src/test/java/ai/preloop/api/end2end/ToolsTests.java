package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people see of the tools, beside what agents see of them. */
class ToolsTests {

  private static final String SERVERS = "/api/v1/mcp-servers";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final String owner = preloop.owner();
  private final Agent agent = preloop.agent();

  @Test
  void listsPreloopsOwnAsAgentsSeeThem() {
    List<JsonNode> own =
        http.get("/api/v1/tools", preloop.readKey())
            .expect(200)
            .path("items")
            .valueStream()
            .filter(tool -> tool.path("source").asString().equals("builtin"))
            .toList();
    Map<String, JsonNode> shown = new HashMap<>();
    agent
        .rpc("tools/list", "{}")
        .expect(200)
        .at("/result/tools")
        .forEach(tool -> shown.put(tool.path("name").asString(), tool));

    assertThat(own)
        .extracting(tool -> tool.path("name").asString())
        .contains("get_approval_status");
    assertThat(own)
        .allSatisfy(tool -> {
          JsonNode agents = Objects.requireNonNull(shown.get(tool.path("name").asString()));
          assertThat(tool.path("tool")).isEqualTo(tool.path("name"));
          assertThat(tool.path("description")).isEqualTo(agents.path("description"));
          assertThat(tool.path("input_schema")).isEqualTo(agents.path("inputSchema"));
          assertThat(tool.at("/policy/verdict").asString()).isEqualTo("allow");
          assertThat(tool.path("state").asString()).isEqualTo("accepted");
          assertThat(tool.has("server")).isFalse();
        });
  }

  @Test
  void aToolThatWasAcceptedAgainIsCalledAsBefore() {
    try (FixtureMcpServer upstream = FixtureMcpServer.start()) {
      upstream.define("weather", definition("Tells the weather."));
      String body = "{\"name\":\"sky\",\"url\":\"%s\"}".formatted(upstream.url());
      String at = SERVERS + "/" + http.post(SERVERS, owner, body).expect(201).path("id").asString();
      http.post(at + "/scan", owner, "{}").expect(200);
      assertThat(agent.call("weather", "{}").path("isError").asBoolean(false)).isFalse();
      int before = upstream.calls().size();

      upstream.define("weather", definition("Tells the weather, and where you are."));
      http.post(at + "/scan", owner, "{}").expect(200);
      agent.call("weather", "{}");
      assertThat(upstream.calls()).hasSize(before);

      String digest =
          http.get(at + "/tools", owner)
              .expect(200)
              .path("items")
              .valueStream()
              .filter(tool -> tool.path("tool").asString().equals("weather"))
              .map(tool -> tool.path("digest").asString())
              .findFirst()
              .orElseThrow();
      http.post(at + "/tools/weather/accept", owner, "{\"digest\":\"%s\"}".formatted(digest))
          .expect(200);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            agent.call("weather", "{}");
            return upstream.calls().size() > before;
          });
      http.send("DELETE", at, owner, "", Map.of()).expect(204);
    }
  }

  private static String definition(String description) {
    return "{\"name\":\"weather\",\"description\":\"%s\",\"inputSchema\":{\"type\":\"object\"}}"
        .formatted(description);
  }
}
