package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What an official client, unchanged, gets from the official example server through Preloop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SdkClientContract {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String DOCUMENT = "demo://resource/static/document/features.md";

  private static final String POLICY =
      """
      version: "1.0"
      metadata:
        name: %1$s
      approval_workflows:
        - name: people-%1$s
          timeout_seconds: 300
      tools:
        - name: get-sum
          source: %1$s
          approval_workflow: people-%1$s
          conditions:
            - expression: args.a >= 1000
              action: require_approval
            - expression: args.a < 0
              action: deny
              description: Nothing below zero
          otherwise: allow
      """;

  private final SdkProject project;
  private final String era;
  private final String server;
  private RunningPreloop preloop;
  private Approver owner;
  private EverythingServer everything;
  private String at = "";
  private DrivenClient client;
  private List<String> tools;

  /** {@code era} is how the client is to begin: legacy, or auto for what it does by itself. */
  SdkClientContract(SdkProject project, String era) {
    this.project = project;
    this.era = era;
    this.server = "sdk-" + project.name() + "-" + era;
  }

  @BeforeAll
  void start() {
    client = new DrivenClient(project.start());
    everything = new EverythingServer();
    preloop = RunningPreloop.shared();
    owner = new Approver(preloop.http(), preloop.owner());
    register();
    JsonNode connected = connect(client);
    assertThat(connected.path("version").asString())
        .isEqualTo(isInSession() ? "2025-11-25" : "2026-07-28");
    tools = client.tools().stream().map(tool -> tool.path("name").asString()).toList();
  }

  private JsonNode connect(DrivenClient any) {
    String url = preloop.http().base().resolve("/mcp").toString();
    return any.send("connect", Map.of("url", url, "key", preloop.agentKey(), "era", era)).result();
  }

  private void register() {
    Http http = preloop.http();
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(server, everything.url());
    String id =
        http.post("/api/v1/mcp-servers", owner.token(), body).expect(201).path("id").asString();
    at = "/api/v1/mcp-servers/" + id;
    http.post(at + "/scan", owner.token(), "{}").expect(200);
    upload(POLICY.formatted(server));
  }

  private void upload(String policy) {
    Map<String, String> yaml = Map.of("Content-Type", "application/yaml");
    preloop.http().send("POST", "/api/v1/policies/upload", owner.token(), policy, yaml).expect(200);
  }

  @AfterAll
  void stop() {
    if (client != null) {
      client.close();
    }
    if (everything != null) {
      everything.close();
      upload("version: \"1.0\"\nmetadata: { name: %s }\n".formatted(server));
      preloop.http().send("DELETE", at, owner.token(), "", Map.of()).expect(204);
    }
  }

  @Test
  void callsWhatIsAllowed() {
    assertThat(text(call("echo", "{\"message\":\"Grüße, 世界\"}").result())).contains("Grüße, 世界");
    assertThat(
            call("get-structured-content", "{\"location\":\"Chicago\"}")
                .result()
                .path("structuredContent")
                .has("temperature"))
        .isTrue();
  }

  @Test
  void isToldWhyACallIsDenied() {
    JsonNode result = sum(-1).result();

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(text(result)).contains("Nothing below zero");
  }

  @Test
  void getsTheResultOfAHeldCall() {
    DrivenClient.Call held = sum(1001);
    String id = pending(1001);
    await().atMost(SOON).until(() -> !held.progress().isEmpty());
    owner.approve(id).expect(200);

    assertThat(text(held.result())).contains("1002");
  }

  @Test
  void isToldWhyACallIsDeclined() {
    DrivenClient.Call held = sum(1002);
    owner.decline(pending(1002), "Too much").expect(200);

    JsonNode result = held.result();
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(text(result)).contains("declined by owner: Too much");
  }

  @Test
  void takesBackOrLeavesACallThatItAborts() {
    DrivenClient.Call held = sum(1003);
    String id = pending(1003);
    held.abort("The user stopped it");

    held.error();
    if (isInSession()) {
      await().atMost(SOON).until(() -> is(owner.show(id), "cancelled"));
    } else {
      // All that a client without a session says is to hang up, which takes nothing back.
      owner.approve(id).expect(200);
      assertThat(text(sum(1003).result())).contains("1004");
    }
  }

  private boolean isInSession() {
    return era.equals("legacy");
  }

  @Test
  void hearsHowFarTheServerIs() {
    DrivenClient.Call call = call("trigger-long-running-operation", "{\"duration\":2,\"steps\":4}");

    assertThat(call.result().toString()).contains("completed");
    // Some clients hand notices on beside answers, so that the last may be told after the end.
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(call.progress())
                .extracting(progress -> progress.path("progress").asInt())
                .containsExactly(1, 2, 3, 4));
  }

  /** The server logs between calls, where it has nobody to tell but a session. */
  @Test
  void hearsWhatTheServerLogs() {
    Assumptions.assumeTrue(isInSession(), "This client has no session");
    client.send("setLevel", Map.of("level", "debug")).result();
    call("toggle-simulated-logging", "{}").result();

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(client.heard().path("messages").toString()).contains("message"));
    call("toggle-simulated-logging", "{}").result();
  }

  @Test
  void readsResources() {
    assertThat(client.send("listResources", Map.of()).result().path("resources").toString())
        .contains(DOCUMENT);
    assertThat(
            client
                .send("readResource", Map.of("uri", DOCUMENT))
                .result()
                .at("/contents/0/text")
                .asString())
        .contains("Features");
  }

  @Test
  void getsPrompts() {
    assertThat(client.send("listPrompts", Map.of()).result().path("prompts").toString())
        .contains("args-prompt");
    assertThat(
            client
                .send(
                    "getPrompt", Map.of("name", "args-prompt", "arguments", Map.of("city", "Ulm")))
                .result()
                .at("/messages/0/content/text")
                .asString())
        .contains("Ulm");
  }

  @Test
  void answersWhatTheServerAsks() {
    assertThat(
            call("trigger-sampling-request", "{\"prompt\":\"hello\",\"maxTokens\":7}")
                .result()
                .toString())
        .contains("sampled 7");
    assertThat(call("trigger-elicitation-request", "{}").result().toString()).contains("Ana");
  }

  @Test
  void hearsThatTheToolsChanged() {
    client.send("listen", Map.of()).result();
    String off = "  - { name: get-env, source: %s, enabled: false }\n".formatted(server);
    upload(POLICY.formatted(server) + off);

    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(client.heard().path("notices").toString()).containsIgnoringCase("tool"));
    upload(POLICY.formatted(server));
  }

  @Test
  void goesOnAfterACallThatTookTooLong() {
    DrivenClient.Call slow =
        client.call(
            shown("trigger-long-running-operation"),
            "{\"duration\":20,\"steps\":1}",
            Map.of("timeout", 1000));

    slow.error();
    assertThat(text(sum(2).result())).contains("3");
  }

  @Test
  void closesAndConnectsAgain() {
    try (DrivenClient another = new DrivenClient(project.start())) {
      connect(another);
      assertThat(another.tools()).isNotEmpty();
      another.send("close", Map.of()).result();
    }
  }

  private DrivenClient.Call sum(int a) {
    return call("get-sum", "{\"a\":%d,\"b\":1}".formatted(a));
  }

  private DrivenClient.Call call(String tool, String arguments) {
    return client.call(shown(tool), arguments);
  }

  /** Servers of other tests may have the bare names. */
  private String shown(String tool) {
    String prefixed = server + "__" + tool;
    return tools.contains(prefixed) ? prefixed : tool;
  }

  private String pending(int a) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                preloop
                    .http()
                    .get("/api/v1/approval-requests?status=pending&limit=100", owner.token())
                    .expect(200)
                    .path("items")
                    .valueStream()
                    .filter(request -> request.path("server").asString().equals(server))
                    .filter(request -> request.at("/arguments/a").asInt() == a)
                    .map(request -> request.path("id").asString())
                    .findFirst()
                    .orElse(""),
            id -> !id.isEmpty());
  }

  private static boolean is(JsonNode request, String status) {
    return request.path("status").asString().equals(status);
  }

  private static String text(JsonNode result) {
    return result.at("/content/0/text").asString();
  }
}
