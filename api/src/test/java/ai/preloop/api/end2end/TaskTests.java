package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Scanner;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls that wait for a person, for clients that take tasks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskTests {

  private static final String ABLE =
      StatelessAgent.able(
          "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}},\"elicitation\":{\"url\":{}}}");

  private RunningPreloop preloop;
  private AskedTool tool;
  private StatelessAgent agent;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    tool = new AskedTool(preloop);
    agent = new StatelessAgent(preloop.http(), tool.key());
  }

  @AfterAll
  void stop() {
    tool.close();
  }

  @Test
  void areOfferedToThoseWhoDiscover() {
    JsonNode capabilities = agent.rpc("server/discover", "").expect(200).at("/result/capabilities");

    assertThat(capabilities.path("extensions").has("io.modelcontextprotocol/tasks")).isTrue();
    assertThat(capabilities.has("tasks")).isFalse();
  }

  @Test
  void waitForAPersonAndEndWithTheResult() {
    JsonNode created = create("done");
    String id = created.path("taskId").asString();

    assertThat(created.path("resultType").asString()).isEqualTo("task");
    assertThat(created.path("status").asString()).isEqualTo("working");
    assertThat(created.path("pollIntervalMs").asInt()).isEqualTo(15_000);
    assertThat(created.path("ttlMs").asLong()).isGreaterThan(300_000);
    assertThat(Instant.parse(created.path("createdAt").asString()))
        .isBeforeOrEqualTo(Instant.parse(created.path("lastUpdatedAt").asString()));
    JsonNode working = get(id);
    assertThat(working.path("resultType").asString()).isEqualTo("complete");
    assertThat(working.path("status").asString()).isEqualTo("working");
    assertThat(working.path("statusMessage").asString())
        .contains("/console/approval/" + id)
        .doesNotContain("token");
    tool.owner().approve(id).expect(200);
    JsonNode ended = untilStatus(id, "completed");

    assertThat(ended.at("/result/content/0/text").asString()).isEqualTo("done");
    assertThat(ended.at("/result/resultType").asString()).isEqualTo("complete");
    assertThat(ended.has("error")).isFalse();
    assertThat(get(id)).isEqualTo(ended);
    assertThat(sent("done")).isOne();
  }

  @Test
  void endWithTheReasonWhenDeclined() {
    String id = create("declined").path("taskId").asString();
    tool.owner().decline(id, "Too expensive").expect(200);
    JsonNode ended = untilStatus(id, "completed");

    assertThat(ended.at("/result/isError").asBoolean()).isTrue();
    assertThat(ended.at("/result/content/0/text").asString())
        .contains("declined by owner: Too expensive");
    assertThat(sent("declined")).isZero();
  }

  @Test
  void areTheSameForTheSameCall() {
    String first = create("again").path("taskId").asString();

    assertThat(create("again").path("taskId").asString()).isEqualTo(first);
    tool.owner().decline(first, "done with").expect(200);
  }

  @Test
  void areCancelledWithTheirApproval() {
    String id = create("cancelled").path("taskId").asString();
    JsonNode taken = send("tasks/cancel", id, ABLE).expect(200).path("result");

    assertThat(taken.toString()).isEqualTo("{\"resultType\":\"complete\"}");
    untilStatus(id, "cancelled");
    assertThat(tool.owner().show(id).path("status").asString()).isEqualTo("cancelled");
    assertThat(tool.owner().approve(id).status()).isEqualTo(409);
    assertThat(send("tasks/cancel", id, ABLE).expect(200).has("result")).isTrue();
    assertThat(sent("cancelled")).isZero();
  }

  @Test
  void areNotUndoneByACancellationThatComesLate() {
    String id = create("late").path("taskId").asString();
    tool.owner().approve(id).expect(200);
    untilStatus(id, "completed");

    send("tasks/cancel", id, ABLE).expect(200);
    assertThat(get(id).path("status").asString()).isEqualTo("completed");
  }

  @Test
  void areNotDecidedByWhatTheirClientSendsThem() {
    String id = create("update").path("taskId").asString();
    String responses = ",\"inputResponses\":{\"approval\":{\"action\":\"accept\"}}";
    var taken = send("tasks/update", "\"taskId\":\"" + id + "\"" + responses, id, ABLE);

    assertThat(taken.expect(200).has("result")).isTrue();
    assertThat(get(id).path("status").asString()).isEqualTo("working");
    tool.owner().decline(id, "done with").expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
  void areKnownToTheirCallerAlone(String method) {
    String id = create("own " + method).path("taskId").asString();
    StatelessAgent other = new StatelessAgent(preloop.http(), tool.key());
    String unknown = UUID.randomUUID().toString();
    JsonNode others = send(other, method, id).expect(200).path("error");

    assertThat(others.path("code").asInt()).isEqualTo(-32602);
    assertThat(send(method, unknown, ABLE).expect(200).path("error")).isEqualTo(others);
    assertThat(send(method, "no id", ABLE).expect(200).path("error")).isEqualTo(others);
    assertThat(get(id).path("status").asString()).isEqualTo("working");
    tool.owner().decline(id, "done with").expect(200);
  }

  @ParameterizedTest
  @CsvSource({"tasks/get, -32602", "tasks/update, -32601", "tasks/cancel, -32602"})
  void areForThoseWhoSayThatTheyTakeThem(String method, int inSession) {
    JsonNode error =
        send(method, UUID.randomUUID().toString(), StatelessAgent.ABOUT).expect(400).path("error");

    assertThat(error.path("code").asInt()).isEqualTo(-32021);
    assertThat(
            error.at("/data/requiredCapabilities/extensions").has("io.modelcontextprotocol/tasks"))
        .isTrue();
    assertThat(tool.agent().rpc(method, "{\"taskId\":\"x\"}").expect(200).at("/error/code").asInt())
        .isEqualTo(inSession);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/result", "tasks/list"})
  void areNotAskedForByMethodsOfAnotherRevision(String method) {
    assertThat(
            send(method, UUID.randomUUID().toString(), ABLE).expect(404).at("/error/code").asInt())
        .isEqualTo(-32601);
  }

  @Test
  void areNotListenedForByThoseWhoTakeNone() {
    String members = "\"notifications\":{\"taskIds\":[\"%s\"]}".formatted(UUID.randomUUID());

    assertThat(agent.rpc("subscriptions/listen", members).expect(400).at("/error/code").asInt())
        .isEqualTo(-32021);
  }

  @Test
  @Timeout(30)
  void areToldOfToThoseWhoListen() throws Exception {
    String id = create("heard").path("taskId").asString();
    String strangers = UUID.randomUUID().toString();
    try (Scanner heard = listen("\"" + id + "\",\"" + strangers + "\"")) {
      JsonNode acknowledged = next(heard);
      assertThat(acknowledged.at("/params/notifications/taskIds").toString())
          .isEqualTo("[\"" + id + "\"]");
      tool.owner().approve(id).expect(200);

      JsonNode told = next(heard);
      while (told.at("/params/status").asString().equals("working")) {
        told = next(heard);
      }
      assertThat(told.path("method").asString()).isEqualTo("notifications/tasks");
      JsonNode params = told.path("params");
      assertThat(params.at("/_meta/io.modelcontextprotocol~1subscriptionId").asInt()).isEqualTo(7);
      ObjectNode task = (ObjectNode) get(id);
      task.remove("resultType");
      ((ObjectNode) params).remove("_meta");
      assertThat(params).isEqualTo(task);
      assertThat(params.at("/result/content/0/text").asString()).isEqualTo("done");
    }
  }

  @Test
  @Timeout(30)
  void areToldOfAtOnceWhereTheyAreOverAlready() throws Exception {
    String id = create("over").path("taskId").asString();
    send("tasks/cancel", id, ABLE).expect(200);
    untilStatus(id, "cancelled");
    try (Scanner heard = listen("\"" + id + "\"")) {
      assertThat(next(heard).at("/params/notifications/taskIds").size()).isOne();
      assertThat(next(heard).at("/params/status").asString()).isEqualTo("cancelled");
    }
  }

  private Scanner listen(String ids) throws Exception {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":{\"taskIds\":[%s]},\"_meta\":{%s}}}"
            .formatted(ids, ABLE);
    HttpRequest request =
        HttpRequest.newBuilder(preloop.http().base().resolve("/mcp/v1"))
            .header("Authorization", "Bearer " + agent.key())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "subscriptions/listen")
            .POST(BodyPublishers.ofString(body))
            .build();
    return new Scanner(
        preloop.http().client().send(request, BodyHandlers.ofInputStream()).body(), UTF_8);
  }

  private static JsonNode next(Scanner stream) {
    String line = stream.nextLine();
    while (!line.startsWith("data: ")) {
      line = stream.nextLine();
    }
    return JsonMapper.shared().readTree(line.substring("data: ".length()));
  }

  @Test
  void areNamedInAHeader() {
    String id = UUID.randomUUID().toString();
    var reply = send("tasks/get", "\"taskId\":\"" + id + "\"", "another", ABLE);

    assertThat(reply.expect(400).at("/error/code").asInt()).isEqualTo(-32020);
  }

  private JsonNode create(String to) {
    return agent
        .send(
            "tools/call",
            "\"name\":\"%s\",\"arguments\":{\"to\":\"%s\"}".formatted(tool.name(), to),
            ABLE,
            Map.of("Mcp-Name", tool.name()))
        .expect(200)
        .path("result");
  }

  private JsonNode get(String id) {
    return send("tasks/get", id, ABLE).expect(200).path("result");
  }

  private JsonNode untilStatus(String id, String status) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get(id), task -> task.path("status").asString().equals(status));
  }

  private Http.Reply send(String method, String id, String meta) {
    return send(method, "\"taskId\":\"" + id + "\"", id, meta);
  }

  private Http.Reply send(String method, String members, String name, String meta) {
    return agent.send(method, members, meta, Map.of("Mcp-Name", name));
  }

  private static Http.Reply send(StatelessAgent by, String method, String id) {
    return by.send(method, "\"taskId\":\"" + id + "\"", ABLE, Map.of("Mcp-Name", id));
  }

  private long sent(String to) {
    return tool.server().calls().stream().filter(body -> body.contains("\"" + to + "\"")).count();
  }
}
