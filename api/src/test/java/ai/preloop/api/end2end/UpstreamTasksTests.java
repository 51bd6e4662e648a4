package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Servers' own tasks (MCP 2025-11-25, Tasks), which are not offered to clients. */
class UpstreamTasksTests {

  private final OwnServer own = new OwnServer(RunningPreloop.shared());

  @BeforeEach
  void register() {
    own.server().declare("{\"tools\":{},\"tasks\":{\"requests\":{\"tools\":{\"call\":{}}}}}");
    own.define("\"inputSchema\":{\"type\":\"object\"},\"execution\":{\"taskSupport\":\"optional\"}")
        .register("");
  }

  @AfterEach
  void remove() {
    own.remove();
  }

  @Test
  void areNeitherDeclaredNorAnswered() {
    Agent agent = own.agent();
    JsonNode opened =
        agent
            .rpc(
                "initialize",
                """
                {"protocolVersion":"2025-11-25","capabilities":{"tasks":{}},"clientInfo":{"name":"t","version":"1"}}\
                """)
            .expect(200);

    assertThat(opened.at("/result/capabilities").has("tools")).isTrue();
    assertThat(opened.at("/result/capabilities").has("tasks")).isFalse();
    assertThat(agent.rpc("tasks/get", "{\"taskId\":\"t\"}").expect(200).at("/error/code").asInt())
        .isEqualTo(-32601);
  }

  @Test
  void aCallThatWantsOneReachesItsServerAsItCame() {
    own.agent()
        .rpc(
            "tools/call",
            "{\"name\":\"%s\",\"arguments\":{},\"task\":{\"ttl\": 1000}}".formatted(own.name()))
        .expect(200);

    assertThat(own.server().calls())
        .anyMatch(body -> body.contains("\"task\":{\"ttl\": 1000}"))
        .hasSize(1);
  }
}
