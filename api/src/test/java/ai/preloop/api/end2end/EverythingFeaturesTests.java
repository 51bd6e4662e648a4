package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the official example server offers beside tools, directly and through Preloop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverythingFeaturesTests {

  private static final String POLICY =
      """
      version: "1.0"
      metadata:
        name: everything-features
      approval_workflows:
        - name: features-asked
          timeout_seconds: 300
      resources:
        - name: demo://resource/static/document/startup.md
          enabled: false
        - name: demo://resource/dynamic/text/7
          otherwise: deny
        - name: demo://resource/dynamic/text/8
          approval_workflow: features-asked
        - name: demo://resource/dynamic/text/9
          approval_workflow: features-asked
      prompts:
        - name: args-prompt
          approval_workflow: features-asked
          conditions:
            - expression: args.city == 'Atlantis'
              action: deny
              description: There is no such city
          otherwise: allow
      """;

  private RunningPreloop preloop;
  private Approver owner;
  private String at = "";
  private EverythingServer server;
  private TypeScriptClient direct;
  private TypeScriptClient through;

  @BeforeAll
  void start() {
    server = new EverythingServer();
    preloop = RunningPreloop.shared();
    owner = new Approver(preloop.http(), preloop.owner());
    register();
    direct = TypeScriptClient.connectAble(server.url(), "");
    through =
        TypeScriptClient.connectAble(preloop.http().base().resolve("/mcp"), preloop.agentKey());
  }

  private void register() {
    Http http = preloop.http();
    String body = "{\"name\":\"features\",\"url\":\"%s\"}".formatted(server.url());
    String id =
        http.post("/api/v1/mcp-servers", owner.token(), body).expect(201).path("id").asString();
    at = "/api/v1/mcp-servers/" + id;
    http.post(at + "/scan", owner.token(), "{}").expect(200);
    upload(POLICY);
  }

  private void upload(String policy) {
    preloop
        .http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            policy,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  @AfterAll
  void stop() {
    direct.close();
    through.close();
    server.close();
    upload("version: \"1.0\"\nmetadata: { name: everything-features }\n");
    preloop.http().send("DELETE", at, owner.token(), "", Map.of()).expect(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompts/list | {}",
        "prompts/get | {\"name\":\"simple-prompt\"}",
        "prompts/get | {\"name\":\"args-prompt\",\"arguments\":{\"city\":\"Ulm\",\"state\":\"BW\"}}",
        "resources/templates/list | {}",
        "resources/read | {\"uri\":\"demo://resource/static/document/features.md\"}",
        "resources/read | {\"uri\":\"demo://resource/dynamic/text/3\"}",
        "resources/read | {\"uri\":\"demo://resource/dynamic/blob/3\"}",
        "completion/complete | {\"ref\":{\"type\":\"ref/prompt\",\"name\":\"completable-prompt\"},\"argument\":{\"name\":\"department\",\"value\":\"E\"}}",
        "completion/complete | {\"ref\":{\"type\":\"ref/resource\",\"uri\":\"demo://resource/dynamic/text/{resourceId}\"},\"argument\":{\"name\":\"resourceId\",\"value\":\"1\"}}",
        "logging/setLevel | {\"level\":\"debug\"}"
      })
  void answersAsTheServerDoes(String method, String params) {
    JsonNode expected = direct.request(method, params).result();

    assertThat(timeless(through.request(method, params).result())).isEqualTo(timeless(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompts/get | {\"name\":\"no-such-prompt\"}",
        "prompts/get | {\"name\":\"completable-prompt\"}",
        "resources/read | {\"uri\":\"demo://resource/dynamic/text/none\"}"
      })
  void passesOnTheServersErrors(String method, String params) {
    assertThat(through.request(method, params).error().path("code"))
        .isEqualTo(direct.request(method, params).error().path("code"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trigger-sampling-request | {\"prompt\":\"hello\",\"maxTokens\":7} | sampled 7",
        "trigger-elicitation-request | {} | Ana"
      })
  void asksTheClientWhatTheServerAsks(String tool, String arguments, String said) {
    JsonNode expected = direct.call(tool, arguments).result();

    assertThat(expected.toString()).contains(said);
    assertThat(through.call(tool, arguments).result()).isEqualTo(expected);
  }

  @Test
  void tellsTheClientHowFarTheServerIs() {
    DrivenClient.Call call =
        through.call("trigger-long-running-operation", "{\"duration\":2,\"steps\":4}");

    assertThat(call.result().toString()).contains("completed");
    assertThat(call.progress())
        .extracting(progress -> progress.path("progress").asInt())
        .containsExactly(1, 2, 3, 4);
  }

  /** The server asks for them on the stream of the session, not on the way to an answer. */
  @Test
  void tellsTheServerTheClientsRoots() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(through.call("get-roots-list", "{}").result().toString())
                .contains("file:///of/the/test"));
  }

  @Test
  void passesOnThatAResourceWasUpdated() {
    String uri = "demo://resource/dynamic/text/5";
    through.request("resources/subscribe", "{\"uri\":\"%s\"}".formatted(uri)).result();
    through.call("toggle-subscriber-updates", "{}").result();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(notices("notifications/resources/updated")).contains(uri));
    through.call("toggle-subscriber-updates", "{}").result();
    through.request("resources/unsubscribe", "{\"uri\":\"%s\"}".formatted(uri)).result();
  }

  @Test
  void tellsThatTheToolsChanged() {
    String off = "  - { name: get-env, source: features, enabled: false }\n";
    upload(POLICY + "tools:\n" + off);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(notices("notifications/tools/list_changed")).isNotEmpty());
    assertThat(through.tools().toString()).doesNotContain("get-env");
    upload(POLICY);
  }

  private String notices(String method) {
    return through
        .heard()
        .path("notices")
        .valueStream()
        .filter(notice -> notice.path("method").asString().equals(method))
        .map(JsonNode::toString)
        .collect(Collectors.joining());
  }

  @Test
  void refusesWhatThePolicyRefuses() {
    assertThat(uris()).contains("demo://resource/static/document/features.md");
    assertThat(uris()).doesNotContain("demo://resource/static/document/startup.md");
    assertThat(read("demo://resource/static/document/startup.md").error().path("code").asInt())
        .isEqualTo(-32002);
    assertThat(read("demo://resource/dynamic/text/7").error().path("code").asInt())
        .isEqualTo(-32002);
    assertThat(
            through
                .request(
                    "prompts/get",
                    "{\"name\":\"args-prompt\",\"arguments\":{\"city\":\"Atlantis\"}}")
                .error()
                .path("message")
                .asString())
        .contains("There is no such city");
  }

  @Test
  void readsOnceAPersonApproves() {
    DrivenClient.Call held = read("demo://resource/dynamic/text/8");
    owner.approve(pending("demo://resource/dynamic/text/8")).expect(200);

    assertThat(held.result().at("/contents/0/uri").asString())
        .isEqualTo("demo://resource/dynamic/text/8");
  }

  @Test
  void saysThatAPersonDeclined() {
    DrivenClient.Call held = read("demo://resource/dynamic/text/9");
    owner.decline(pending("demo://resource/dynamic/text/9"), "Not this one").expect(200);

    assertThat(held.error().path("message").asString()).contains("declined", "Not this one");
  }

  private String pending(String uri) {
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
                    .filter(request -> request.path("tool_name").asString().equals(uri))
                    .map(request -> request.path("id").asString())
                    .findFirst()
                    .orElse(""),
            id -> !id.isEmpty());
  }

  private DrivenClient.Call read(String uri) {
    return through.request("resources/read", "{\"uri\":\"%s\"}".formatted(uri));
  }

  private List<String> uris() {
    return through
        .request("resources/list", "{}")
        .result()
        .path("resources")
        .valueStream()
        .map(resource -> resource.path("uri").asString())
        .toList();
  }

  /** Resources say at which second they were made, also in what they encode. */
  private static String timeless(JsonNode result) {
    String read =
        Pattern.compile("\"blob\":\"([^\"]+)\"")
            .matcher(result.toString())
            .replaceAll(blob ->
                Matcher.quoteReplacement(
                    new String(Base64.getDecoder().decode(blob.group(1)), UTF_8)));
    return read.replaceAll("\\d+:\\d\\d:\\d\\d.[AP]M", "now");
  }
}
