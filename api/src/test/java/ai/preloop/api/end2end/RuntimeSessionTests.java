package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.database.Database;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Sessions of agents, where what is said is kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuntimeSessionTests {

  private static final String SESSIONS = "/api/v1/account/runtime-sessions";
  private static final String SEARCH = "/api/v1/account/gateway-usage/search";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TOKEN = "ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5";

  private static final Pattern TOOL_USE =
      Pattern.compile("\"type\":\"tool_use\",\"id\":\"([^\"]+)\"");

  private static final String STREAM =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":5,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"The lighthouse, with ghp_aB3dE5gH"}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5 in hand."}}

      event: content_block_start
      data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"TOOL_USE","name":"mcp__find","input":{}}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"password\\":\\"hunter2\\"}"}}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  private final String session = UUID.randomUUID().toString();
  private final String toolUse = "toolu_" + UUID.randomUUID();
  private RunningPreloop preloop;
  private Http http;
  private OwnModels models;
  private OwnServer server;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.with("--preloop.usage.capture-content=true");
    http = preloop.http();
    models = new OwnModels(preloop);
    server = new OwnServer(preloop);
    server.define("\"inputSchema\":{\"type\":\"object\"}").register("");
  }

  @AfterAll
  void stop() {
    models.close();
    server.close();
    preloop.stop();
  }

  @Test
  void showsACallOfAModelAndTheCallOfAServerThatItLedToTogether() {
    String body = ask(toolUse, session);
    call(toolUse);

    JsonNode timeline =
        until(SESSIONS + "/" + session + "/timeline", found -> found.path("items").size() == 2);

    assertThat(body).isEqualTo(STREAM.replace("TOOL_USE", toolUse));
    JsonNode model = timeline.at("/items/0");
    JsonNode tool = timeline.at("/items/1");
    assertThat(model.path("type").asString()).isEqualTo("model_call");
    assertThat(tool.path("type").asString()).isEqualTo("mcp_call");
    assertThat(tool.path("model_call_id")).isEqualTo(model.path("id"));
    assertThat(tool.path("tool_call_id").asString()).isEqualTo(toolUse);
    assertThat(model.at("/tool_calls/0/tool_call_id").asString()).isEqualTo(toolUse);
    assertThat(model.at("/tool_calls/0/record_id")).isEqualTo(tool.path("id"));
    assertThat(model.at("/tool_calls/0/tool").asString()).isEqualTo(server.name());
    assertThat(model.at("/tool_calls/0/verdict").asString()).isEqualTo("allow");
    assertThat(model.path("call").path("status").asString()).isEqualTo("ok");
    says(session);
  }

  /** The client's interface has other ids than the provider's. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tiesByTheIdThatTheClientGetsWhereTheAnswerIsTranslated(boolean streamed) {
    String own = UUID.randomUUID().toString();
    String id = "functions.find:" + own;
    String message =
        "{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":\"{}\"}}]}"
            .formatted(id);
    String chunk =
        "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"%s\":%s,\"finish_reason\":\"tool_calls\"}]}"
            .formatted(streamed ? "delta" : "message", message);
    String alias = models.model("openai_compatible", "");
    models
        .provider()
        .next(
            new FakeAnswer.Status(
                200,
                Map.of("Content-Type", streamed ? "text/event-stream" : "application/json"),
                streamed ? "data: " + chunk + "\n\ndata: [DONE]\n\n" : chunk));

    String answer = asked(alias, own, ",\"stream\":" + streamed);
    Matcher told = TOOL_USE.matcher(answer);
    assertThat(told.find()).as(answer).isTrue();
    assertThat(told.group(1)).isNotEqualTo(id);
    call(told.group(1));

    JsonNode timeline =
        until(SESSIONS + "/" + own + "/timeline", found -> found.path("items").size() == 2);
    assertThat(timeline.at("/items/1/model_call_id")).isEqualTo(timeline.at("/items/0/id"));
  }

  private void says(String id) {
    JsonNode one = http.get(SESSIONS + "/" + id, preloop.owner()).expect(200);
    assertThat(one.path("source").asString()).isEqualTo("claude-code");
    assertThat(one.path("model_calls").asInt()).isEqualTo(1);
    assertThat(one.path("mcp_calls").asInt()).isEqualTo(1);
    JsonNode listed =
        http.get(SESSIONS + "?principal=" + models.name(), preloop.owner()).expect(200);
    assertThat(listed.path("items").valueStream()).contains(one);
    assertThat(
            http.get(SESSIONS + "/" + id + "/requests", preloop.owner())
                .expect(200)
                .at("/items/0/session")
                .asString())
        .isEqualTo(id);
  }

  @Test
  void findsWhatWasSaidAndKeepsNoSecretOfIt() {
    String own = UUID.randomUUID().toString();
    ask("toolu_" + own, own);

    JsonNode found = until(search("lighthouse", own), answer -> answer.path("items").size() == 1);

    assertThat(found.path("capture").asString()).isEqualTo("on");
    assertThat(found.at("/items/0/words/request").asString()).startsWith("Where is the keeper?");
    assertThat(found.at("/items/0/words/answer").asString())
        .startsWith("The lighthouse, with [redacted] in hand.")
        .contains("mcp__find({\"password\":\"[redacted]\"})");
    assertThat(found.at("/items/0/words/headline").asString()).contains("**lighthouse**");
    assertThat(get(search("keeper", own)).path("items")).hasSize(1);
    assertThat(get(search("hunter2", own)).path("items")).isEmpty();
    assertThat(kept())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row).doesNotContain("aB3dE5", "hunter2"));
  }

  @Test
  void showsWhatWasSaidToAdministratorsAlone() {
    String reader = preloop.token("account:read");

    http.get(SESSIONS, reader).expect(200);
    http.get(SEARCH, reader).expect(200);
    http.get(SEARCH + "?q=lighthouse", reader).expect(403);
    http.get(SESSIONS, models.key()).expect(403);
  }

  @Test
  void addressesSessionsOfAnyName() {
    String odd = "team a/" + UUID.randomUUID();
    ask("toolu_odd", odd);

    JsonNode listed =
        until(
            SESSIONS,
            answer -> answer.path("items").valueStream().anyMatch(each -> said(each).equals(odd)));

    String id =
        listed
            .path("items")
            .valueStream()
            .filter(each -> said(each).equals(odd))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asString();
    assertThat(get(SESSIONS + "/" + id).path("session").asString()).isEqualTo(odd);
    http.get(SESSIONS + "/nothing", preloop.owner()).expect(404);
  }

  private static String said(JsonNode session) {
    return session.path("session").asString();
  }

  private String ask(String id, String of) {
    String alias = models.model("anthropic", "");
    models
        .provider()
        .next(
            new FakeAnswer.Status(
                200, Map.of("Content-Type", "text/event-stream"), STREAM.replace("TOOL_USE", id)));
    return asked(alias, of, ",\"stream\":true");
  }

  private String asked(String alias, String of, String more) {
    String body =
        """
        {"model":"%s","max_tokens":99,"messages":[
          {"role":"user","content":"Where is the keeper? I have %s."}]%s}
        """
            .formatted(alias, TOKEN, more);
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "X-Claude-Code-Session-Id", of);
    Http.Reply reply = http.send("POST", "/anthropic/v1/messages", models.key(), body, headers);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.body();
  }

  private void call(String id) {
    server
        .agent()
        .rpc(
            "tools/call",
            "{\"name\":\"%s\",\"arguments\":{},\"_meta\":{\"claudecode/toolUseId\":\"%s\"}}"
                .formatted(server.name(), id))
        .expect(200);
  }

  private static String search(String words, String of) {
    return SEARCH + "?session=" + of + "&q=" + URLEncoder.encode(words, StandardCharsets.UTF_8);
  }

  private JsonNode get(String path) {
    return http.get(path, preloop.owner()).expect(200);
  }

  private JsonNode until(String path, Predicate<JsonNode> so) {
    return await().atMost(SOON).until(() -> preloop.http().get(path, preloop.owner()).json(), so);
  }

  private List<String> kept() {
    return preloop
        .bean(Database.class)
        .asSystem(
            jdbc -> jdbc.sql("select c::text from model_contents c").query(String.class).list());
  }
}
