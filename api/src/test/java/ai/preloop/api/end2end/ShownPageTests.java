package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Clients with a session that show their user where to decide, while their call is held. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShownPageTests {

  private RunningPreloop preloop;
  private AskedTool tool;
  private AskedTool polled;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    tool = new AskedTool(preloop);
    polled = new AskedTool(preloop, "async_approval: true", "");
  }

  @AfterAll
  void stop() {
    tool.close();
    polled.close();
  }

  @Test
  void areAskedInTheStreamOfTheirCall() throws Exception {
    Agent agent = able(tool);
    try (HeldStreamReader held = tool.call(agent, 1, "asked", "\"progressToken\":1")) {
      JsonNode question = question(held);
      String id = tool.pending("asked");

      assertThat(question.path("method").asString()).isEqualTo("elicitation/create");
      assertThat(question.at("/params/mode").asString()).isEqualTo("url");
      assertThat(question.at("/params/elicitationId").asString()).isEqualTo(id);
      assertThat(question.at("/params/url").asString())
          .endsWith("/console/approval/" + id)
          .doesNotContain("token");
      answer(agent, question, "{\"action\":\"accept\"}");
      tool.owner().approve(id).expect(200);

      assertThat(after(held, "notifications/progress").toString())
          .contains("notifications/elicitation/complete", id);
      assertThat(held.answer().at("/result/content/0/text").asString()).isEqualTo("done");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"accept", "decline", "cancel"})
  void decideNothingByTheirAnswer(String action) throws Exception {
    Agent agent = able(tool);
    try (HeldStreamReader held = tool.call(agent, 1, action, "\"progressToken\":1")) {
      answer(agent, question(held), "{\"action\":\"%s\"}".formatted(action));
      assertThat(held.next().path("method").asString()).isEqualTo("notifications/progress");

      String id = tool.pending(action);
      assertThat(tool.owner().show(id).path("status").asString()).isEqualTo("pending");
      tool.owner().decline(id, "done with").expect(200);
      assertThat(held.answer().at("/result/isError").asBoolean()).isTrue();
    }
  }

  @Test
  void areHeldThoughTheWorkflowLetsOthersPoll() throws Exception {
    Agent agent = able(polled);
    try (HeldStreamReader held = polled.call(agent, 1, "looked at", "\"progressToken\":1")) {
      answer(agent, question(held), "{\"action\":\"accept\"}");
      polled.owner().approve(polled.pending("looked at")).expect(200);

      assertThat(held.answer().at("/result/content/0/text").asString()).isEqualTo("done");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"result\":{\"action\":\"decline\"}",
        "\"result\":{\"action\":\"cancel\"}",
        "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}"
      })
  void areToldToPollWhenNobodyLooksAndTheWorkflowSaysSo(String answer) throws Exception {
    Agent agent = able(polled);
    try (HeldStreamReader held = polled.call(agent, 1, "headless", "\"progressToken\":1")) {
      post(agent, question(held), answer);
      JsonNode told = held.answer().at("/result/structuredContent");

      assertThat(told.path("status").asString()).isEqualTo("pending_approval");
      assertThat(agent.status(told.path("request_id").asString()).path("status").asString())
          .isEqualTo("pending");
      polled.owner().decline(told.path("request_id").asString(), "done with").expect(200);
    }
  }

  @Test
  void areNotAskedWhenTheyTakeFormsOnly() throws Exception {
    Agent agent = able(tool, "{\"elicitation\":{\"form\":{}}}");
    try (HeldStreamReader held = tool.call(agent, 1, "forms", "\"progressToken\":1")) {
      assertThat(held.next().path("method").asString()).isEqualTo("notifications/progress");
      tool.owner().decline(tool.pending("forms"), "done with").expect(200);
      assertThat(held.answer().has("result")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"accept", "decline"})
  void haveAnOfficialClient(String action) {
    var url = preloop.http().base().resolve("/mcp/v1");
    try (var client = TypeScriptClient.connectShowing(url, tool.key(), action)) {
      var call = client.call(tool.name(), "{\"to\":\"official %s\"}".formatted(action));
      String id = tool.pending("official " + action);
      await().atMost(Duration.ofSeconds(20)).until(() -> client.pages().size() == 1);
      tool.owner().approve(id).expect(200);

      assertThat(call.result().at("/content/0/text").asString()).isEqualTo("done");
      assertThat(client.pages().getFirst().path("url").asString())
          .endsWith("/console/approval/" + id);
    }
  }

  private Agent able(AskedTool called) {
    return able(called, "{\"elicitation\":{\"form\":{},\"url\":{}}}");
  }

  private Agent able(AskedTool called, String capabilities) {
    Agent stranger = new Agent(preloop.http(), called.key(), "", new AtomicLong());
    Http.Reply opened =
        stranger.rpc(
            "initialize",
            """
            {"protocolVersion":"2025-11-25","capabilities":%s,"clientInfo":{"name":"pages","version":"1"}}\
            """
                .formatted(capabilities));
    String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
    return new Agent(preloop.http(), stranger.key(), session, stranger.ids());
  }

  /** What comes after the first progress. */
  private static JsonNode question(HeldStreamReader held) {
    return after(held, "notifications/progress");
  }

  private static JsonNode after(HeldStreamReader held, String method) {
    JsonNode message = held.next();
    while (message.path("method").asString("").equals(method)) {
      message = held.next();
    }
    return message;
  }

  private static void answer(Agent agent, JsonNode question, String result) {
    post(agent, question, "\"result\":" + result);
  }

  private static void post(Agent agent, JsonNode question, String answer) {
    agent
        .post("{\"jsonrpc\":\"2.0\",\"id\":%s,%s}".formatted(question.path("id"), answer), Map.of())
        .expect(202);
  }
}
