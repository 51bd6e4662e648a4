package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Clients that tell a server how far they are with what it asked of them. */
@Timeout(60)
class AskedProgressTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final String name = "samples_" + UUID.randomUUID().toString().substring(0, 8);
  private SamplingServer server;
  private String at = "";

  @BeforeEach
  void start() throws Exception {
    server = new SamplingServer(name);
    Http http = preloop.http();
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, server.url());
    String id =
        http.post("/api/v1/mcp-servers", preloop.owner(), body).expect(201).path("id").asString();
    at = "/api/v1/mcp-servers/" + id;
    http.post(at + "/scan", preloop.owner(), "{}").expect(200);
  }

  @AfterEach
  void stop() {
    server.close();
    preloop.http().send("DELETE", at, preloop.owner(), "", Map.of()).expect(204);
  }

  @Test
  void theServerHearsItUnderItsOwnTokenWhileItWaits() throws Exception {
    Agent agent = able();
    Agent another = able();
    try (HeldStreamReader call =
        HeldStreamReader.call(agent, "9", "{\"name\":\"%s\",\"arguments\":{}}".formatted(name))) {
      JsonNode asked = call.next("sampling/createMessage");
      String token = asked.at("/params/_meta/progressToken").asString();

      tell(another, token, 1);
      tell(agent, "7", 2);
      tell(agent, token, 3);
      await().atMost(Duration.ofSeconds(10)).until(() -> !server.progress().isEmpty());
      for (int i = 0; i < 50; i++) {
        tell(agent, token, 4 + i);
      }
      answer(agent, asked.path("id"));
      assertThat(call.answer().at("/result/content/0/text").asString()).isEqualTo("sampled");

      assertThat(server.progress().getFirst())
          .contains("\"progressToken\":7,")
          .contains("\"progress\":3,");
      assertThat(server.progress()).hasSizeLessThan(20);
    }
  }

  private Agent able() {
    Agent stranger = new Agent(preloop.http(), preloop.agentKey(), "", new AtomicLong());
    Http.Reply opened =
        stranger.rpc(
            "initialize",
            """
            {"protocolVersion":"2025-11-25","capabilities":{"sampling":{}},\
            "clientInfo":{"name":"tests","version":"1"}}\
            """);
    opened.expect(200);
    String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
    return new Agent(preloop.http(), preloop.agentKey(), session, new AtomicLong(1));
  }

  private static void tell(Agent agent, String token, int progress) {
    agent
        .post(
            """
            {"jsonrpc":"2.0","method":"notifications/progress","params":\
            {"progressToken":"%s","progress":%d,"total":60}}\
            """
                .formatted(token, progress),
            Map.of())
        .expect(202);
  }

  private static void answer(Agent agent, JsonNode id) {
    agent
        .post(
            """
            {"jsonrpc":"2.0","id":%s,"result":\
            {"role":"assistant","model":"m","content":{"type":"text","text":"it"}}}\
            """
                .formatted(id),
            Map.of())
        .expect(202);
  }
}
