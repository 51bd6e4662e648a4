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

/** Clients of revision 2026-07-28, and a server with sessions that asks while it is at work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AskedBetweenTests {

  private static final String SAMPLING = "\"name\":\"trigger-sampling-request\",";
  private static final String ARGUMENTS = "\"arguments\":{\"prompt\":\"hello\",\"maxTokens\":7}";
  private static final String ANSWER =
      """
      {"role":"assistant","model":"m","content":{"type":"text","text":"sampled it"}}\
      """;

  private RunningPreloop preloop;
  private EverythingServer server;
  private StatelessAgent agent;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    server = EverythingServer.at(preloop, "asking");
    agent = new StatelessAgent(preloop.http(), preloop.agentKey());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aQuestionIsTheAnswerAndTheCallGoesOnWithWhatItBrings() {
    JsonNode asked = called(SAMPLING + ARGUMENTS).path("result");

    assertThat(asked.path("resultType").asString()).isEqualTo("input_required");
    JsonNode question = asked.path("inputRequests").path("input-1");
    assertThat(question.path("method").asString()).isEqualTo("sampling/createMessage");
    assertThat(question.path("params").path("maxTokens").asInt()).isEqualTo(7);
    assertThat(question.has("id")).isFalse();

    JsonNode ended = called(SAMPLING + ARGUMENTS + "," + brings(asked, ANSWER)).path("result");

    assertThat(ended.path("resultType").asString()).isEqualTo("complete");
    assertThat(ended.toString()).contains("sampled it");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    preloop
                        .http()
                        .get("/api/v1/audit-logs?limit=50&server=asking", preloop.owner())
                        .expect(200)
                        .path("items")
                        .toString())
                .contains("\"action\":\"server.asked\"", "\"outcome\":\"ok\"")
                .doesNotContain("sampled it"));
  }

  @Test
  void whatIsNotBroughtIsAskedForAgain() {
    JsonNode asked = called(SAMPLING + ARGUMENTS).path("result");

    JsonNode again =
        called(SAMPLING + ARGUMENTS + ",\"requestState\":" + asked.path("requestState"));

    assertThat(again.path("result").path("inputRequests")).isEqualTo(asked.path("inputRequests"));
  }

  @Test
  void aStateIsOfItsRequestAndUnchanged() {
    JsonNode asked = called(SAMPLING + ARGUMENTS).path("result");
    String other = "\"arguments\":{\"prompt\":\"bye\",\"maxTokens\":7}";

    assertThat(called(SAMPLING + other + "," + brings(asked, ANSWER)).path("error").path("code"))
        .hasToString("-32602");
    String changed = asked.path("requestState").asString().replaceAll(".{4}$", "AAAA");
    assertThat(
            called(SAMPLING + ARGUMENTS + ",\"requestState\":\"" + changed + "\"")
                .path("error")
                .path("code"))
        .hasToString("-32602");
  }

  /** An answer that was not heard is there to be asked for again, and nothing is made twice. */
  @Test
  void theAnswerIsGivenAgainToWhoeverAsksAgain() {
    JsonNode asked = called(SAMPLING + ARGUMENTS).path("result");
    String retry = SAMPLING + ARGUMENTS + "," + brings(asked, ANSWER);

    assertThat(called(retry).path("result")).isEqualTo(called(retry).path("result"));
  }

  @Test
  void aClientThatCannotBeAskedIsNot() {
    JsonNode told = send(SAMPLING + ARGUMENTS, "{}");

    assertThat(told.path("result").path("resultType").asString()).isNotEqualTo("input_required");
  }

  private static String brings(JsonNode asked, String answer) {
    return "\"inputResponses\":{\"input-1\":%s},\"requestState\":%s"
        .formatted(answer, asked.path("requestState"));
  }

  private JsonNode called(String members) {
    return send(members, "{\"sampling\":{}}");
  }

  private JsonNode send(String members, String capabilities) {
    String about =
        StatelessAgent.ABOUT.replace(
            "\"io.modelcontextprotocol/clientCapabilities\":{}",
            "\"io.modelcontextprotocol/clientCapabilities\":" + capabilities);
    return agent
        .send("tools/call", members, about, Map.of("Mcp-Name", "trigger-sampling-request"))
        .json();
  }
}
