package ai.preloop.api.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.api.end2end.Http.Reply;
import ai.preloop.api.end2end.StatelessAgent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A call that waits, told of in its client's own terms at one node and gone on with at another. */
@Timeout(120)
class OwnTermsElsewhereTests {

  private static final String TASKS =
      StatelessAgent.able("{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
  private static final String PAGES = StatelessAgent.able("{\"elicitation\":{\"url\":{}}}");

  private final TwoNodes nodes = TwoNodes.shared();
  private final String key = nodes.agent().key();
  private final StatelessAgent here = new StatelessAgent(nodes.one().http(), key);
  private final StatelessAgent elsewhere = new StatelessAgent(nodes.other().http(), key);

  @Test
  void aTaskIsTheSameAtBoth() {
    String id = call(here, "task", "", TASKS).expect(200).at("/result/taskId").asString();

    assertThat(task(elsewhere, id).path("status").asString()).isEqualTo("working");
    nodes.owner().approve(id).expect(200);
    JsonNode ended =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> task(elsewhere, id),
                task -> task.path("status").asString().equals("completed"));
    assertThat(ended.at("/result/content/0/text").asString()).isEqualTo("transferred");
    assertThat(task(here, id)).isEqualTo(ended);
    assertThat(nodes.sent("task")).isOne();
  }

  @Test
  void aCallIsTriedAgainAtTheOther() {
    String state = call(here, "tried", "", PAGES).expect(200).at("/result/requestState").asString();
    nodes.owner().approve(nodes.pending("tried")).expect(200);
    Reply next = call(elsewhere, "tried", ",\"requestState\":\"%s\"".formatted(state), PAGES);

    assertThat(next.status()).isEqualTo(200);
    assertThat(next.body()).contains("\"text\":\"transferred\"");
    assertThat(nodes.requests("tried")).hasSize(1);
    assertThat(nodes.sent("tried")).isOne();
  }

  private static Reply call(StatelessAgent by, String to, String more, String able) {
    return by.send(
        "tools/call",
        "\"name\":\"transfer\",\"arguments\":{\"to\":\"%s\"}%s".formatted(to, more),
        able,
        Map.of("Mcp-Name", "transfer"));
  }

  private static JsonNode task(StatelessAgent by, String id) {
    return by.send("tasks/get", "\"taskId\":\"" + id + "\"", TASKS, Map.of("Mcp-Name", id))
        .expect(200)
        .path("result");
  }
}
