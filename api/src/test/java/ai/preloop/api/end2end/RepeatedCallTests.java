package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A client makes the same call again, under the same id, and is told what became of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedCallTests {

  private AskedTool tool;

  @BeforeAll
  void start() {
    tool = new AskedTool(RunningPreloop.shared(), "async_approval: true", "");
  }

  @AfterAll
  void stop() {
    tool.close();
  }

  @Test
  void isToldThatItWaitsAsLongAsItDoes() {
    Agent agent = tool.agent();
    JsonNode first = call(agent, "waiting");
    JsonNode again = call(agent, "waiting");

    assertThat(again.at("/structuredContent/status").asString()).isEqualTo("pending_approval");
    assertThat(again.at("/structuredContent/request_id"))
        .isEqualTo(first.at("/structuredContent/request_id"));
  }

  @Test
  void isToldTheResultOnceThereIsOne() {
    Agent agent = tool.agent();
    String id = call(agent, "approved").at("/structuredContent/request_id").asString();
    tool.owner().approve(id).expect(200);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> agent.status(id).path("status").asString().equals("approved"));

    JsonNode again = call(agent, "approved");

    assertThat(again.at("/content/0/text").asString()).isEqualTo("done");
    assertThat(again.path("isError").asBoolean()).isFalse();
  }

  @Test
  void isToldThatItWasDeclined() {
    Agent agent = tool.agent();
    String id = call(agent, "declined").at("/structuredContent/request_id").asString();
    tool.owner().decline(id, "not on a friday").expect(200);

    JsonNode again = call(agent, "declined");

    assertThat(again.path("isError").asBoolean()).isTrue();
    assertThat(again.at("/content/0/text").asString())
        .contains("declined by owner: not on a friday", "The call was not made");
  }

  private JsonNode call(Agent agent, String to) {
    String body =
        """
        {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"%s",\
        "arguments":{"to":"%s"},"_meta":{"claudecode/toolUseId":"use-%s"}}}\
        """
            .formatted(tool.name(), to, to);
    return agent.post(body, Map.of()).expect(200).path("result");
  }
}
