package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Two servers that have resources of the same URIs, and clients that hear of one of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class RenamedResourceTests {

  private static final String UPDATED = "notifications/resources/updated";
  private static final String URI = "demo://resource/dynamic/text/5";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final String later = "later_" + UUID.randomUUID().toString().substring(0, 8);
  private final String shown = "preloop:" + later + ":" + URI;
  private EverythingServer first;
  private EverythingServer second;
  private String firstAt = "";
  private String secondAt = "";

  @BeforeAll
  void start() {
    first = new EverythingServer();
    second = new EverythingServer();
    firstAt = register("earlier_" + later, first);
    secondAt = register(later, second);
  }

  private String register(String name, EverythingServer server) {
    Http http = preloop.http();
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, server.url());
    String id =
        http.post("/api/v1/mcp-servers", preloop.owner(), body).expect(201).path("id").asString();
    String at = "/api/v1/mcp-servers/" + id;
    http.post(at + "/scan", preloop.owner(), "{}").expect(200);
    return at;
  }

  @AfterAll
  void stop() {
    first.close();
    second.close();
    preloop.http().send("DELETE", firstAt, preloop.owner(), "", Map.of()).expect(204);
    preloop.http().send("DELETE", secondAt, preloop.owner(), "", Map.of()).expect(204);
  }

  @Test
  void aSessionHearsTheUriThatItSubscribedTo() throws Exception {
    Agent agent = Agent.connect(preloop.http(), preloop.agentKey());
    JsonNode answer = agent.rpc("resources/subscribe", uri(shown)).expect(200);
    assertThat(answer.has("result")).as(answer.toString()).isTrue();

    try (HeldStreamReader stream = HeldStreamReader.listen(agent)) {
      agent.call(later + "__toggle-subscriber-updates", "{}");

      assertThat(stream.next(UPDATED).at("/params/uri").asString()).isEqualTo(shown);
    }
    agent.call(later + "__toggle-subscriber-updates", "{}");
  }

  @Test
  void aSubscriptionWithoutASessionBringsTheUriThatItIsAbout() throws Exception {
    var agent = new StatelessAgent(preloop.http(), preloop.agentKey());
    String filter = "{\"resourceSubscriptions\":[\"%s\"]}".formatted(shown);

    try (HeldStreamReader stream = HeldStreamReader.listen(agent, filter)) {
      assertThat(stream.next().at("/params/notifications/resourceSubscriptions/0").asString())
          .isEqualTo(shown);
      agent.call(later + "__toggle-subscriber-updates", "{}").expect(200);

      JsonNode updated = stream.next(UPDATED).path("params");
      assertThat(updated.path("uri").asString()).isEqualTo(shown);
      assertThat(updated.path("_meta").path("io.modelcontextprotocol/subscriptionId").asString())
          .isEqualTo("s");
    }
    agent.call(later + "__toggle-subscriber-updates", "{}").expect(200);
  }

  private static String uri(String uri) {
    return "{\"uri\":\"%s\"}".formatted(uri);
  }
}
