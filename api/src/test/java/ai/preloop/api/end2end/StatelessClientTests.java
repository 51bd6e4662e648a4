package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Clients of revision 2026-07-28, which open no session, before servers that want one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatelessClientTests {

  private RunningPreloop preloop;
  private AskedTool asked;
  private AskedTool free;
  private StatelessAgent agent;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    asked = new AskedTool(preloop);
    free =
        new AskedTool(
            preloop,
            "",
            "conditions: [ { expression: \"args.to != 'nobody'\", action: allow }, { expression: \"true\", action: deny, description: Nobody is paid } ]");
    free.server().tool(free.name(), "{}", FixtureMcpServer::text);
    agent = new StatelessAgent(preloop.http(), free.key());
  }

  @AfterAll
  void stop() {
    asked.close();
    free.close();
  }

  @Test
  void learnWhatIsSpokenHere() {
    JsonNode result = agent.rpc("server/discover", "").expect(200).path("result");

    assertThat(result.path("resultType").asString()).isEqualTo("complete");
    assertThat(result.path("supportedVersions").values())
        .extracting(JsonNode::asString)
        .containsExactly("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26");
    assertThat(result.at("/capabilities/tools").isObject()).isTrue();
    assertThat(
            result.path("_meta").path("io.modelcontextprotocol/serverInfo").path("name").asString())
        .isEqualTo("preloop");
    assertThat(result.path("ttlMs").asInt(-1)).isNotNegative();
  }

  @Test
  void listTheToolsOfTheirCallerForAMoment() {
    JsonNode result = agent.rpc("tools/list", "").expect(200).path("result");

    assertThat(result.path("tools").values())
        .extracting(tool -> tool.path("name").asString())
        .contains(free.name(), "get_approval_status");
    assertThat(result.path("resultType").asString()).isEqualTo("complete");
    assertThat(result.path("cacheScope").asString()).isEqualTo("private");
    assertThat(result.path("ttlMs").asInt(-1)).isNotNegative();
  }

  @Test
  void callToolsThroughTheSessionThatTheyHaveNone() {
    var reply =
        agent.send(
            "tools/call",
            "\"name\":\"%s\",\"arguments\":{\"to\":\"ana\"}".formatted(free.name()),
            StatelessAgent.ABOUT + ",\"of.mine\":1",
            Map.of("Mcp-Name", free.name()));

    assertThat(reply.headers().firstValue("Mcp-Session-Id")).isEmpty();
    JsonNode result = reply.expect(200).path("result");
    assertThat(result.path("resultType").asString()).isEqualTo("complete");
    assertThat(result.at("/content/0/text").asString()).isEqualTo("{\"to\":\"ana\"}");
    assertThat(free.server().calls())
        .filteredOn(body -> body.contains("of.mine"))
        .singleElement()
        .asString()
        .contains("\"_meta\":{\"of.mine\":1}")
        .doesNotContain("io.modelcontextprotocol");
  }

  @Test
  void areOneSessionForTheUpstreamServer() {
    var own = new StatelessAgent(preloop.http(), free.key());
    long before = openings();
    own.call(free.name(), "{\"to\":\"one\"}").expect(200);
    own.call(free.name(), "{\"to\":\"two\"}").expect(200);

    assertThat(openings() - before).isEqualTo(1);
  }

  private long openings() {
    return free.server().requests().stream()
        .filter(request -> request.rpcMethod().equals("initialize"))
        .count();
  }

  @Test
  void readWhyACallIsRefused() {
    JsonNode result = agent.call(free.name(), "{\"to\":\"nobody\"}").expect(200).path("result");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.path("resultType").asString()).isEqualTo("complete");
    assertThat(result.at("/content/0/text").asString()).isEqualTo("Nobody is paid");
  }

  @Test
  void waitInAStreamThatNobodyComesBackFor() {
    var caller = new StatelessAgent(preloop.http(), asked.key());
    var call = CompletableFuture.supplyAsync(() -> caller.call(asked.name(), "{\"to\":\"held\"}"));
    asked.owner().approve(asked.pending("held")).expect(200);

    await().atMost(Duration.ofSeconds(20)).until(call::isDone);
    String stream = call.join().body();
    assertThat(stream.lines())
        .noneMatch(line -> line.startsWith("id:") || line.startsWith("retry:"));
    assertThat(stream.lines().filter(line -> line.startsWith("data:")))
        .last()
        .asString()
        .contains("\"resultType\":\"complete\"", "\"text\":\"done\"");
  }

  /** Some model servers count from one in each conversation. */
  @Test
  void mayCallTwoCallsByOneIdInTwoConversations() {
    try (var polled = new AskedTool(preloop, "async_approval: true", "")) {
      var caller = new StatelessAgent(preloop.http(), polled.key());
      String first = request(polled, caller, "one");

      assertThat(request(polled, caller, "one")).isEqualTo(first);
      assertThat(request(polled, caller, "two")).isNotEqualTo(first);
    }
  }

  private static String request(AskedTool tool, StatelessAgent caller, String to) {
    String members = "\"name\":\"%s\",\"arguments\":{\"to\":\"%s\"}".formatted(tool.name(), to);
    String meta = StatelessAgent.ABOUT + ",\"claudecode/toolUseId\":\"call_1\"";
    JsonNode result =
        caller
            .send("tools/call", members, meta, Map.of("Mcp-Name", tool.name()))
            .expect(200)
            .path("result");
    assertThat(result.path("resultType").asString()).isEqualTo("complete");
    return result.at("/structuredContent/request_id").asString();
  }

  @ParameterizedTest
  @CsvSource({
    "MCP-Protocol-Version, ''",
    "MCP-Protocol-Version, 2025-11-25",
    "Mcp-Method, ''",
    "Mcp-Method, tools/list",
    "Mcp-Name, ''",
    "Mcp-Name, other",
    "Mcp-Name, =?base64?b3RoZXI=?=",
    "Mcp-Name, =?base64?*?=",
  })
  void sayTheSameInTheirHeadersAsInTheirBody(String header, String value) {
    var headers = new HashMap<>(Map.of("Mcp-Name", free.name()));
    headers.put(header, value);
    var reply =
        agent.send(
            "tools/call",
            "\"name\":\"%s\",\"arguments\":{}".formatted(free.name()),
            StatelessAgent.ABOUT,
            headers);

    assertThat(reply.expect(400).at("/error/code").asInt()).isEqualTo(-32020);
    assertThat(reply.json().at("/error/message").asString()).contains(header);
  }

  @Test
  void mayEncodeTheNameOfATool() {
    String name = Base64.getEncoder().encodeToString(free.name().getBytes(StandardCharsets.UTF_8));

    agent
        .send(
            "tools/call",
            "\"name\":\"%s\",\"arguments\":{\"to\":\"x\"}".formatted(free.name()),
            StatelessAgent.ABOUT,
            Map.of("Mcp-Name", "=?base64?" + name + "?="))
        .expect(200);
  }

  @Test
  void sayWhatTheyCanDoWithEachRequest() {
    String version = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"";

    assertThat(code(agent.send("tools/list", "", version, Map.of()))).isEqualTo("400 -32602");
    assertThat(code(agent.send("tools/list", "", "", Map.of()))).isEqualTo("400 -32602");
  }

  @Test
  void areToldWhichRevisionsThereAre() {
    String version = "\"io.modelcontextprotocol/protocolVersion\":\"2027-01-01\"";
    var reply = agent.send("tools/list", "", version, Map.of("MCP-Protocol-Version", "2027-01-01"));

    assertThat(code(reply)).isEqualTo("400 -32022");
    assertThat(reply.json().at("/error/data/requested").asString()).isEqualTo("2027-01-01");
    assertThat(reply.json().at("/error/data/supported/0").asString()).isEqualTo("2026-07-28");
  }

  @Test
  void areNotTakenForOthersByOneHeader() {
    String older = "\"io.modelcontextprotocol/protocolVersion\":\"2025-11-25\"";
    var opening = Map.of("MCP-Protocol-Version", "2026-07-28", "Content-Type", "application/json");

    assertThat(code(agent.send("tools/list", "", older, Map.of()))).isEqualTo("400 -32020");
    JsonNode opened =
        Agent.connect(preloop.http(), agent.key())
            .post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}",
                opening)
            .expect(200);
    assertThat(opened.at("/result/protocolVersion").asString()).isEqualTo("2025-11-25");
  }

  @Test
  void leaveTheResultsOfOthersAsTheyCame() {
    var older = Agent.connect(preloop.http(), agent.key());

    assertThat(older.call(free.name(), "{\"to\":\"ana\"}").has("resultType")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"ping", "initialize", "logging/setLevel", "resources/subscribe"})
  void findNoMethodThatTheirRevisionOrThisEndpointDoesNotHave(String method) {
    assertThat(code(agent.rpc(method, ""))).isEqualTo("404 -32601");
  }

  @Test
  void haveAnOfficialClient() {
    var url = preloop.http().base().resolve("/mcp/v1");
    try (var client = TypeScriptClient.connectStateless(url, asked.key())) {
      assertThat(client.version()).isEqualTo("2026-07-28");
      assertThat(client.tools())
          .extracting(tool -> tool.path("name").asString())
          .contains(asked.name());
      var call =
          client.call(
              asked.name(),
              "{\"to\":\"official\"}",
              Map.of("timeout", 9_000, "resetTimeoutOnProgress", true, "maxTotalTimeout", 60_000));
      String id = asked.pending("official");
      await().atMost(Duration.ofSeconds(30)).until(() -> call.progress().size() >= 3);
      asked.owner().approve(id).expect(200);

      assertThat(call.result().at("/content/0/text").asString()).isEqualTo("done");
    }
  }

  private static String code(Http.Reply reply) {
    return reply.status() + " " + reply.json().at("/error/code").asInt();
  }
}
