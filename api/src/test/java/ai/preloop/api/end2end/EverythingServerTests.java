package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The official client and the official example server, directly and through Preloop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverythingServerTests {

  /** Tools of other tests may have the bare names. */
  private static final String PREFIX = "everything__";

  private static final String POLICY =
      """
      version: "1.0"
      metadata:
        name: everything
      approval_workflows:
        - name: everything-held
          timeout_seconds: 300
      tools:
        - name: get-sum
          source: everything
          approval_workflow: everything-held
          conditions:
            - expression: args.a >= 1000
              action: require_approval
          otherwise: allow
      """;

  private RunningPreloop preloop;
  private String at = "";
  private EverythingServer server;
  private Approver owner;
  private TypeScriptClient direct;
  private TypeScriptClient through;
  private Map<String, JsonNode> shown;

  @BeforeAll
  void start() {
    server = new EverythingServer();
    preloop = RunningPreloop.shared();
    owner = new Approver(preloop.http(), preloop.owner());
    register();
    direct = TypeScriptClient.connect(server.url(), "");
    through =
        TypeScriptClient.connect(preloop.http().base().resolve("/mcp/v1"), preloop.agentKey());
    shown = through.tools().stream().collect(Collectors.toMap(EverythingServerTests::name, t -> t));
  }

  /** The server may have been started again since. */
  @BeforeEach
  void connectAgain() {
    direct.connectAgain(server.url(), "");
  }

  @AfterAll
  void stop() {
    direct.close();
    through.close();
    server.close();
    preloop.http().send("DELETE", at + "?force=true", owner.token(), "", Map.of()).expect(200);
  }

  @Test
  void showsEachToolAsItsServerDefinesIt() {
    List<JsonNode> tools = direct.tools();

    assertThat(tools).hasSizeGreaterThan(8);
    for (JsonNode tool : tools) {
      assertThat(shown.get(shownName(name(tool)))).isEqualTo(renamed(tool));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo | {\"message\":\"Grüße, 世界 \\u0001\"}",
        "get-sum | {\"a\":1,\"b\":2.5}",
        "get-structured-content | {\"location\":\"Chicago\"}",
        "get-tiny-image | {}",
        "get-annotated-message | {\"messageType\":\"error\",\"includeImage\":true}",
        "get-resource-links | {\"count\":3}",
        "get-resource-reference | {\"resourceType\":\"Text\",\"resourceId\":2}",
        "trigger-long-running-operation | {\"duration\":1,\"steps\":2}"
      })
  void passesOnWhatAToolAnswers(String tool, String arguments) {
    JsonNode expected = direct.call(tool, arguments).result();

    assertThat(timeless(through.call(shownName(tool), arguments).result()))
        .isEqualTo(timeless(expected));
  }

  /** Resources say at which second they were made. */
  private static String timeless(JsonNode result) {
    return result.toString().replaceAll("\\d+:\\d\\d:\\d\\d.[AP]M", "now");
  }

  @Test
  void sendsAnApprovedCallOnceAfterTheServerLostItsSessions() {
    var held = through.call(shownName("get-sum"), "{\"a\":1000,\"b\":1}");
    String id = pending();
    server.restart();
    owner.approve(id).expect(200);

    assertThat(held.result().at("/content/0/text").asString()).contains("1001");
  }

  @Test
  void sendsAnAllowedCallOnceAfterTheServerLostItsSessions() {
    assertThat(sum()).contains("5");
    server.restart();

    assertThat(sum()).contains("5");
  }

  private String sum() {
    return through
        .call(shownName("get-sum"), "{\"a\":2,\"b\":3}")
        .result()
        .at("/content/0/text")
        .asString();
  }

  private String pending() {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                preloop
                    .http()
                    .get("/api/v1/approval-requests?status=pending", owner.token())
                    .expect(200)
                    .path("items")
                    .valueStream()
                    .filter(request -> request.path("server").asString().equals("everything"))
                    .map(request -> request.path("id").asString())
                    .findFirst()
                    .orElse(""),
            id -> !id.isEmpty());
  }

  private void register() {
    Http http = preloop.http();
    String body = "{\"name\":\"everything\",\"url\":\"%s\"}".formatted(server.url());
    String id =
        http.post("/api/v1/mcp-servers", owner.token(), body).expect(201).path("id").asString();
    at = "/api/v1/mcp-servers/" + id;
    http.post(at + "/scan", owner.token(), "{}").expect(200);
    http.send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            POLICY,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  private String shownName(String tool) {
    return shown.containsKey(PREFIX + tool) ? PREFIX + tool : tool;
  }

  private JsonNode renamed(JsonNode tool) {
    return tool.deepCopy().asObject().put("name", shownName(name(tool)));
  }

  private static String name(JsonNode tool) {
    return tool.path("name").asString();
  }
}
