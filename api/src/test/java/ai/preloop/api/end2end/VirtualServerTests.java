package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.api.end2end.Http.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Chosen sets of tools, each an MCP server of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VirtualServerTests {

  private static final String PATH = "/api/v1/virtual-servers";
  private static final String WHOLE = "/mcp/v1";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final Approver owner = new Approver(http, preloop.owner());
  private OwnServer own;
  private String read;
  private String write;
  private String other;
  private String listed;
  private String searched;

  @BeforeAll
  void start() {
    own = new OwnServer(preloop);
    read = "read_" + own.name();
    write = "write_" + own.name();
    other = "other_" + own.name();
    List.of(read, write, other, "hidden_" + own.name())
        .forEach(tool -> own.server().tool(tool, "{}", FixtureMcpServer::text));
    own.register("");
    own.upload(
        """
        approval_workflows:
          - { name: own, timeout_seconds: 600, async_approval: true }
        tools:
          - name: write_NAME
            approval_workflow: own
            justification: required
            conditions:
              - { expression: "has(args.deny)", action: deny, description: Not this one. }
              - { expression: "has(args.ask)", action: require_approval }
          - { name: hidden_NAME, conditions: [{ action: deny }] }
        """);
    listed = made("list_" + own.name(), "list", "{\"tool\":\"" + read + "\"}");
    searched =
        made(
            "search_" + own.name(),
            "search",
            "{\"server\":\"%s\",\"tool\":\"write_*\"},{\"tool\":\"hidden_*\"},{\"tool\":\"%s\"}"
                .formatted(own.name(), read));
  }

  @AfterAll
  void stop() {
    for (String path : List.of(listed, searched)) {
      http.send("DELETE", PATH + path.substring(WHOLE.length()), owner.token(), "", Map.of())
          .expect(204);
    }
    own.close();
  }

  @Test
  void listsAndCallsItsOwnToolsAndPreloopsAndNoOthers() {
    Visitor visitor = Visitor.at(http, own.key(), listed);

    assertThat(visitor.tools())
        .containsExactlyInAnyOrder("request_approval", "get_approval_status", read);
    assertThat(visitor.call(read, "{}").at("/result/content/0/text").asString()).isEqualTo("{}");
    assertThat(visitor.call(other, "{}").at("/error/message").asString())
        .isEqualTo("Unknown tool: " + other);
    assertThat(visitor.call("get_approval_status", "{}").at("/result/isError").asBoolean())
        .isTrue();
    assertThat(Visitor.at(http, own.key(), WHOLE).tools()).contains(read, write, other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompts/list", "resources/list", "resources/templates/list"})
  void hasNothingBesideTools(String method) {
    assertThat(
            Visitor.at(http, own.key(), listed)
                .rpc(method, "{}")
                .expect(200)
                .at("/error/code")
                .asInt())
        .isEqualTo(-32601);
    new StatelessAgent(http, own.key(), listed).rpc(method, "").expect(404);
    assertThat(Visitor.at(http, own.key(), WHOLE).rpc(method, "{}").expect(200).has("result"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"completion/complete", "logging/setLevel"})
  void completesAndLogsNothing(String method) {
    assertThat(
            Visitor.at(http, own.key(), listed)
                .rpc(method, "{\"level\":\"info\"}")
                .expect(200)
                .at("/error/code")
                .asInt())
        .isEqualTo(-32601);
  }

  @Test
  void holdsForClientsThatOpenNoSession() {
    var agent = new StatelessAgent(http, own.key(), listed);

    assertThat(agent.rpc("tools/list", "").expect(200).at("/result/tools"))
        .extracting(tool -> tool.path("name").asString())
        .contains(read)
        .doesNotContain(write, other);
    assertThat(agent.call(other, "{}").expect(200).at("/error/message").asString())
        .isEqualTo("Unknown tool: " + other);
    agent.call(read, "{}").expect(200);
  }

  @Test
  void aSessionIsOfOneEndpoint() {
    Visitor visitor = Visitor.at(http, own.key(), listed);
    for (String path : List.of(WHOLE, "/mcp", searched)) {
      assertThat(visitor.movedTo(path).rpc("tools/list", "{}").status()).as(path).isEqualTo(404);
      assertThat(visitor.movedTo(path).send("DELETE", "").status()).as(path).isEqualTo(404);
    }
    Visitor everywhere = Visitor.at(http, own.key(), WHOLE);
    assertThat(everywhere.movedTo(listed).rpc("tools/list", "{}").status()).isEqualTo(404);
    assertThat(everywhere.movedTo("/mcp").rpc("tools/list", "{}").status()).isEqualTo(200);
    assertThat(visitor.rpc("tools/list", "{}").status()).isEqualTo(200);
  }

  @Test
  void anUnknownNameIsSaidSoToWhoeverMayCall() {
    Visitor nowhere = new Visitor(http, own.key(), WHOLE + "/nowhere", "");

    JsonNode answer = nowhere.rpc("initialize", "{}").expect(404);

    assertThat(answer.at("/error/message").asString()).contains("no virtual server `nowhere`");
    assertThat(answer.path("jsonrpc").asString()).isEqualTo("2.0");
    assertThat(nowhere.send("GET", "").status()).isEqualTo(404);
    assertThat(new Visitor(http, "", WHOLE + "/nowhere", "").rpc("initialize", "{}").status())
        .isEqualTo(401);
  }

  @Test
  void isInForceAsItIsChanged() {
    String name = "change_" + own.name();
    String path = made(name, "list", "{\"tool\":\"" + read + "\"}");
    Visitor visitor = Visitor.at(http, own.key(), path);
    assertThat(visitor.tools()).contains(read);

    http.send(
            "PUT",
            PATH + "/" + name,
            owner.token(),
            plan(name, "list", "{\"tool\":\"none\"}"),
            json())
        .expect(200);
    assertThat(visitor.tools()).doesNotContain(read);
    assertThat(visitor.call(read, "{}").has("error")).isTrue();

    http.send("DELETE", PATH + "/" + name, owner.token(), "", Map.of()).expect(204);
    assertThat(visitor.rpc("tools/list", "{}").status()).isEqualTo(404);
    made(name, "list", "{\"tool\":\"*\"}");
    assertThat(visitor.rpc("tools/list", "{}").status()).isEqualTo(404);
    http.send("DELETE", PATH + "/" + name, owner.token(), "", Map.of()).expect(204);
  }

  @Test
  void isShownWithWhatItsEntriesHave() {
    JsonNode shown =
        http.get(PATH + searched.substring(WHOLE.length()), preloop.readKey()).expect(200);

    assertThat(shown.path("path").asString()).isEqualTo(searched);
    assertThat(shown.path("entries"))
        .extracting(entry -> entry.path("matches").asInt())
        .containsExactly(1, 1, 1);
    assertThat(http.get(PATH + "/" + shown.path("id").asString(), owner.token()).expect(200))
        .isEqualTo(shown);
    http.post(PATH, owner.token(), plan(shown.path("name").asString(), "list", "{\"tool\":\"*\"}"))
        .expect(409);
    http.post(PATH, owner.token(), plan("a b", "list", "{\"tool\":\"*\"}")).expect(422);
    http.post(PATH, owner.token(), plan("ab", "grid", "{\"tool\":\"*\"}")).expect(422);
    http.post(PATH, owner.token(), plan("ab", "list", "{\"tool\":\"*x\"}")).expect(422);
    http.post(PATH, owner.token(), plan("ab", "list", "")).expect(422);
    WrittenLedger.await(preloop.bean(Database.class));
    assertThat(audited("action", "virtual_server.created"))
        .anyMatch(record -> record.path("server").asString().equals("search_" + own.name()));
  }

  @Test
  void aSearchShowsNothingElseAndFindsWhatTheCallerMayKnow() {
    Visitor visitor = Visitor.at(http, own.key(), searched);

    assertThat(visitor.tools())
        .containsExactlyInAnyOrder(
            "request_approval", "get_approval_status", "search_tools", "call_tool");
    JsonNode found = visitor.search("write " + own.name());
    assertThat(found.at("/tools/0/name").asString()).isEqualTo(write);
    assertThat(found.at("/tools/0/inputSchema/required/0").asString()).isEqualTo("justification");
    assertThat(found.at("/tools/0/server").asString()).isEqualTo(own.name());
    assertThat(found.path("tools"))
        .extracting(tool -> tool.path("name").asString())
        .containsExactlyInAnyOrder(write, read);
    assertThat(visitor.call("search_tools", "{}").at("/result/isError").asBoolean()).isTrue();
  }

  @Test
  void aCallByNameIsOneOfTheToolItself() {
    Visitor visitor = Visitor.at(http, own.key(), searched);

    JsonNode made = visitor.byName(write, "{\"a\":1.10,\"justification\":\"why\"}");
    assertThat(made.at("/result/content/0/text").asString()).isEqualTo("{\"a\":1.10}");
    assertThat(
            visitor
                .byName(write, "{\"deny\":1,\"justification\":\"x\"}")
                .at("/result/content/0/text")
                .asString())
        .isEqualTo("Not this one.");
    assertThat(visitor.byName(write, "{\"a\":1}").at("/result/isError").asBoolean()).isTrue();
    for (String unknown : List.of(other, "hidden_" + own.name(), "call_tool", "search_tools")) {
      assertThat(visitor.byName(unknown, "{}").at("/error/message").asString())
          .isEqualTo("Unknown tool: " + unknown);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(audited("tool", write))
                .extracting(record -> record.path("verdict").asString())
                .contains("allow", "deny"));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(
                    audited("tool", "call_tool").stream()
                        .filter(record -> record.path("principal").toString().contains(own.name()))
                        .map(record -> record.path("outcome").asString()))
                .containsOnly("unknown_tool"));
  }

  @Test
  void aCallByNameIsAskedAboutAsTheToolItself() {
    Visitor visitor = Visitor.at(http, own.key(), searched);

    JsonNode pending =
        visitor.byName(write, "{\"ask\":\"%s\",\"justification\":\"why\"}".formatted(own.name()));
    String id = pending.at("/result/structuredContent/request_id").asString();

    assertThat(owner.show(id).path("tool_name").asString()).isEqualTo(write);
    owner.approve(id).expect(200);
    own.until(id, request -> request.path("execution_status").asString().equals("succeeded"));
    assertThat(own.server().calls()).filteredOn(body -> body.contains("\"ask\"")).hasSize(1);
  }

  private String made(String name, String presentation, String entries) {
    return http.post(PATH, owner.token(), plan(name, presentation, entries))
        .expect(201)
        .path("path")
        .asString();
  }

  private static String plan(String name, String presentation, String entries) {
    return "{\"name\":\"%s\",\"presentation\":\"%s\",\"entries\":[%s]}"
        .formatted(name, presentation, entries);
  }

  private static Map<String, String> json() {
    return Map.of("Content-Type", "application/json");
  }

  private List<JsonNode> audited(String member, String value) {
    String filter = member.equals("tool") ? "&tool=" + value : "";
    return http.get("/api/v1/audit-logs?limit=1000" + filter, owner.token())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(record -> record.path(member).asString("").equals(value))
        .toList();
  }

  /** An agent at an address. */
  private record Visitor(Http http, String key, String path, String session) {

    static Visitor at(Http http, String key, String path) {
      Reply opened =
          new Visitor(http, key, path, "")
              .rpc(
                  "initialize",
                  "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"tests\",\"version\":\"1\"}}");
      opened.expect(200);
      return new Visitor(
          http, key, path, opened.headers().firstValue("Mcp-Session-Id").orElseThrow());
    }

    Visitor movedTo(String elsewhere) {
      return new Visitor(http, key, elsewhere, session);
    }

    List<String> tools() {
      return rpc("tools/list", "{}")
          .expect(200)
          .at("/result/tools")
          .valueStream()
          .map(tool -> tool.path("name").asString())
          .toList();
    }

    JsonNode call(String tool, String arguments) {
      return rpc("tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments))
          .expect(200);
    }

    JsonNode byName(String tool, String arguments) {
      return call("call_tool", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
    }

    JsonNode search(String query) {
      return call("search_tools", "{\"query\":\"%s\"}".formatted(query))
          .at("/result/structuredContent");
    }

    Reply rpc(String method, String params) {
      return send(
          "POST",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
              .formatted(method, params));
    }

    Reply send(String method, String body) {
      Map<String, String> headers = new HashMap<>(json());
      headers.put("Accept", "application/json, text/event-stream");
      if (!session.isEmpty()) {
        headers.put("Mcp-Session-Id", session);
      }
      return http.send(method, path, key, body, headers);
    }
  }
}
