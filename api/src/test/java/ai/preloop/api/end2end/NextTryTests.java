package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.api.end2end.Http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients of revision 2026-07-28 that show their user where to decide, and try again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NextTryTests {

  private static final String ABLE = StatelessAgent.able("{\"elicitation\":{\"url\":{}}}");

  private RunningPreloop preloop;
  private AskedTool tool;
  private AskedTool polled;
  private StatelessAgent agent;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    tool = new AskedTool(preloop);
    polled = new AskedTool(preloop, "async_approval: true", "");
    agent = new StatelessAgent(preloop.http(), tool.key());
  }

  @AfterAll
  void stop() {
    tool.close();
    polled.close();
  }

  @Test
  void areToldWhereToDecide() {
    JsonNode required = call("where", "").path("result");
    String id = tool.pending("where");
    JsonNode page = required.at("/inputRequests/approval");

    assertThat(required.path("resultType").asString()).isEqualTo("input_required");
    assertThat(required.path("requestState").asString()).startsWith("preloop.");
    assertThat(page.path("method").asString()).isEqualTo("elicitation/create");
    assertThat(page.at("/params/mode").asString()).isEqualTo("url");
    assertThat(page.at("/params/url").asString())
        .endsWith("/console/approval/" + id)
        .doesNotContain("token");
    tool.owner().decline(id, "done with").expect(200);
  }

  @Test
  void comeBackForTheResultOfTheCallTheyMade() {
    String state = state(call("result", ""));
    String id = tool.pending("result");
    tool.owner().approve(id).expect(200);
    JsonNode result = end(next("result", state, "accept"));

    assertThat(result.path("resultType").asString()).isEqualTo("complete");
    assertThat(result.at("/content/0/text").asString()).isEqualTo("done");
    assertThat(end(next("result", state, "accept"))).isEqualTo(result);
    assertThat(sent("result")).isOne();
    assertThat(requests("result")).hasSize(1);
  }

  @Test
  void decideNothingByComingBack() {
    String state = state(call("nothing", ""));
    String id = tool.pending("nothing");
    var again = CompletableFuture.supplyAsync(() -> end(next("nothing", state, "accept")));

    await().atMost(Duration.ofSeconds(20)).until(() -> waiters(id) == 1);
    assertThat(tool.owner().show(id).path("status").asString()).isEqualTo("pending");
    assertThat(again).isNotDone();
    tool.owner().decline(id, "Too expensive").expect(200);
    assertThat(again.orTimeout(20, TimeUnit.SECONDS).join().toString())
        .contains("declined by owner: Too expensive");
    assertThat(sent("nothing")).isZero();
  }

  @Test
  void areToldToPollWhenNobodyLooksAndTheWorkflowSaysSo() {
    String members = call(polled, "headless", "");
    JsonNode required = send(polled, members).expect(200);
    String next =
        call(polled, "headless", tried(state(required), "{\"approval\":{\"action\":\"decline\"}}"));
    JsonNode result = send(polled, next).expect(200).path("result");

    assertThat(result.at("/structuredContent/status").asString()).isEqualTo("pending_approval");
    assertThat(result.path("isError").asBoolean(false)).isFalse();
    polled.owner().decline(polled.pending("headless"), "done with").expect(200);
  }

  @Test
  void mustSendTheSameCall() {
    String state = state(call("same call", ""));
    Reply other = send(tool, call(tool, "other", tried(state, "{}")));

    assertThat(other.expect(400).at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(other.body()).contains("of another request");
    assertThat(requests("other")).isEmpty();
    tool.owner().decline(tool.pending("same call"), "done with").expect(200);
  }

  @Test
  void mustBeTheSameCaller() {
    String state = state(call("private", ""));
    String members = call(tool, "private", tried(state, "{}"));
    Reply other =
        new StatelessAgent(preloop.http(), tool.key())
            .send("tools/call", members, ABLE, Map.of("Mcp-Name", tool.name()));

    assertThat(other.expect(400).at("/error/message").asString()).contains("not given out here");
    assertThat(requests("private")).hasSize(1);
    tool.owner().decline(tool.pending("private"), "done with").expect(200);
  }

  @Test
  void mustNotChangeWhatTheyCarry() {
    String state = state(call("changed", ""));
    String members = call(tool, "changed", tried(state + "AAAA", "{}"));

    assertThat(send(tool, members).expect(400).at("/error/code").asInt()).isEqualTo(-32602);
    tool.owner().decline(tool.pending("changed"), "done with").expect(200);
  }

  @Test
  void haveAnOfficialClient() {
    var url = preloop.http().base().resolve("/mcp/v1");
    try (var client = TypeScriptClient.connectStatelessShowing(url, tool.key(), "accept")) {
      var call = client.call(tool.name(), "{\"to\":\"official\"}");
      String id = tool.pending("official");
      await().atMost(Duration.ofSeconds(20)).until(() -> client.pages().size() == 1);
      tool.owner().approve(id).expect(200);

      assertThat(call.result().at("/content/0/text").asString()).isEqualTo("done");
      assertThat(client.pages())
          .singleElement()
          .extracting(page -> page.path("url").asString())
          .asString()
          .endsWith("/console/approval/" + id);
      assertThat(sent("official")).isOne();
    }
  }

  private int waiters(String id) {
    return preloop
        .bean(Database.class)
        .asSystem(jdbc ->
            jdbc.sql("select waiters from approval_requests where id = ?")
                .param(UUID.fromString(id))
                .query(Integer.class)
                .single());
  }

  private JsonNode call(String to, String more) {
    return send(tool, call(tool, to, more)).expect(200);
  }

  private Reply next(String to, String state, String action) {
    String responses = "{\"approval\":{\"action\":\"%s\"}}".formatted(action);
    return send(tool, call(tool, to, tried(state, responses)));
  }

  private Reply send(AskedTool called, String members) {
    return agent.send("tools/call", members, ABLE, Map.of("Mcp-Name", called.name()));
  }

  private static String call(AskedTool called, String to, String more) {
    return "\"name\":\"%s\",\"arguments\":{\"to\":\"%s\"}%s".formatted(called.name(), to, more);
  }

  private static String tried(String state, String responses) {
    return ",\"inputResponses\":%s,\"requestState\":\"%s\"".formatted(responses, state);
  }

  private static String state(JsonNode required) {
    return required.at("/result/requestState").asString();
  }

  /** The last message of a stream. */
  private static JsonNode end(Reply reply) {
    String last =
        reply
            .body()
            .lines()
            .filter(line -> line.startsWith("data: {"))
            .reduce((a, b) -> b)
            .orElseThrow();
    return JsonMapper.shared().readTree(last.substring("data: ".length())).path("result");
  }

  private List<JsonNode> requests(String to) {
    return preloop
        .http()
        .get("/api/v1/approval-requests?limit=100", tool.owner().token())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(request -> request.path("tool_name").asString().equals(tool.name()))
        .filter(request -> request.path("arguments").toString().contains("\"" + to + "\""))
        .toList();
  }

  private long sent(String to) {
    return tool.server().calls().stream().filter(body -> body.contains("\"" + to + "\"")).count();
  }
}
