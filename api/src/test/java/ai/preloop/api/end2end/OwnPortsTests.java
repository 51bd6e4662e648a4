package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.embedded.EmbeddedServers;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nobody reaches the product's own servers by registering them as MCP servers. */
class OwnPortsTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final String owner = preloop.owner();

  @Test
  void noServerOfTheProductIsAnUpstream() {
    Set<Integer> ports = preloop.bean(EmbeddedServers.class).ports();

    assertThat(ports).hasSize(5);
    assertThat(ports)
        .allSatisfy(port -> {
          String id = register("http://127.0.0.1:%d/mcp".formatted(port));
          try {
            assertThat(http.post("/api/v1/mcp-servers/" + id + "/scan", owner, "").body())
                .contains("a port of Preloop itself");
          } finally {
            http.send("DELETE", "/api/v1/mcp-servers/" + id, owner, "", Map.of()).expect(204);
          }
        });
  }

  private String register(String url) {
    String server =
        "{\"name\":\"own-%s\",\"url\":\"%s\"}"
            .formatted(UUID.randomUUID().toString().substring(0, 8), url);
    return http.post("/api/v1/mcp-servers", owner, server).expect(201).path("id").asString();
  }
}
