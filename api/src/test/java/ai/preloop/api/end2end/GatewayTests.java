package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.attempts.FakeRequest;
import ai.preloop.activities.dialects.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Models through Preloop, as their interfaces are spoken on the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTests {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private OwnModels own;
  private String chat;
  private String messages;
  private String gemini;

  @BeforeAll
  void start() {
    own = new OwnModels(preloop);
    chat = own.model("openai", ",\"prices\":{\"input\":2,\"output\":8,\"cache_read\":0.5}");
    messages = own.model("anthropic", ",\"prices\":{\"input\":3,\"output\":15}");
    gemini = own.model("gemini", "");
  }

  @BeforeEach
  void usual() {
    own.provider().always(FakeAnswer.USUAL).saying("Good ", "morning").using(used());
  }

  private static Usage used() {
    return new Usage(60, 40, 0, 20, 5);
  }

  @AfterAll
  void stop() {
    own.close();
  }

  private static String asked(String model, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
        .formatted(model, more);
  }

  @Test
  void everyByteButTheNameOfTheModelReachesTheProvider() {
    String odd =
        "{ \"model\" : \"%s\",\"x_new\":{\"a\":[1.0,1e2]},\n \"messages\":[{\"role\":\"user\",\"content\":\"\\u00e9\\n\"}]}";

    own.http()
        .send(
            "POST",
            "/openai/v1/chat/completions?api-version=odd&beta",
            own.key(),
            odd.formatted(chat),
            Map.of(
                "Content-Type", "application/json",
                "X-Codex-Something", "kept",
                "OpenAI-Beta", "x=v1",
                "X-Preloop-Session", "of-ours"))
        .expect(200);

    FakeRequest sent = own.provider().lastRequest();
    assertThat(sent.text()).isEqualTo(odd.formatted("up-openai"));
    assertThat(sent.query()).isEqualTo("api-version=odd&beta");
    assertThat(sent.header("X-Codex-Something")).contains("kept");
    assertThat(sent.header("OpenAI-Beta")).contains("x=v1");
    assertThat(sent.header("X-Preloop-Session")).isEmpty();
    assertThat(sent.header("Authorization")).contains("Bearer sk-secret-" + own.name());
    assertThat(sent.toString()).doesNotContain(own.key());
  }

  @Test
  void everyByteOfTheAnswerComesBack() {
    String body = "{ \"id\":\"x\" ,\"odd\":1.00, \"usage\":{\"prompt_tokens\":1}}\n";
    own.provider().next(new FakeAnswer.Status(200, Map.of("X-Odd", "kept"), body));

    Http.Reply reply = own.post("/openai/v1/chat/completions", asked(chat, ""));

    assertThat(reply.body()).isEqualTo(body);
    assertThat(reply.headers().firstValue("X-Odd")).contains("kept");
    assertThat(reply.headers().firstValue("X-Preloop-Call-Id")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, /openai/v1/models",
    "X-API-Key, /anthropic/v1/models",
    "X-Goog-Api-Key, /gemini/v1beta/models"
  })
  void takesTheKeyWhereEachInterfaceHasIt(String header, String path) {
    String value = header.equals("Authorization") ? "Bearer " + own.key() : own.key();

    assertThat(http.send("GET", path, "", "", Map.of(header, value)).status()).isEqualTo(200);
    assertThat(http.send("GET", path, "", "", Map.of(header, value + "x")).status()).isEqualTo(401);
    assertThat(http.get(path, "").status()).isEqualTo(401);
  }

  @Test
  void takesGeminisKeyAsAParameterAndKeepsItFromTheProvider() {
    String path = "/gemini/v1beta/models/" + gemini + ":generateContent?key=" + own.key();

    http.send("POST", path, "", "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}", JSON)
        .expect(200);
    assertThat(own.provider().lastRequest().toString()).doesNotContain(own.key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fields=candidates",
        "%66ields=candidates",
        "$fields=x",
        "alt=proto",
        "callback=f"
      })
  void refusesToHaveGeminisUsageLeftOut(String query) {
    String path = "/gemini/v1beta/models/" + gemini + ":generateContent";
    int before = own.provider().requests().size();

    JsonNode error = own.post(path + "?" + query, CONTENTS).expect(400);
    assertThat(error.at("/error/status").asString()).isEqualTo("INVALID_ARGUMENT");
    assertThat(own.provider().requests()).hasSize(before);
    own.post(path + "?fields=*&alt=json", CONTENTS).expect(200);
  }

  @Test
  void refusesAMaskOfGeminisAnswerInAHeader() {
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "X-Goog-FieldMask", "candidates");
    String path = "/gemini/v1beta/models/" + gemini + ":generateContent";

    http.send("POST", path, own.key(), CONTENTS, headers).expect(400);
  }

  @Test
  void whatGeminiHasBesideIsNotHere() {
    own.post("/gemini/v1beta/models/" + gemini + ":embedContent", CONTENTS).expect(404);
    assertThat(http.get("/gemini/v1beta/models?pageSize=5000", own.key()).status()).isEqualTo(200);
  }

  @Test
  void aStreamThatEndsWithAnErrorIsNoSuccess() {
    own.provider()
        .next(
            new FakeAnswer.Status(
                200,
                Map.of("Content-Type", "text/event-stream"),
                "data: {\"id\":\"c\",\"choices\":[]}\n\ndata: {\"error\":{\"message\":\"overloaded\"}}\n\n"));

    Http.Reply reply = own.post("/openai/v1/chat/completions", asked(chat, ",\"stream\":true"));
    assertThat(reply.body()).contains("overloaded").doesNotContain("before it was complete");
    assertThat(lastCall(chat).path("status").asString()).isEqualTo("cut");
  }

  @Test
  void anEmbeddingModelIsTriedByEmbedding() {
    String alias = own.embedding();
    JsonNode trial = http.post(OwnModels.PATH + "/" + alias + "/test", own.owner(), "").expect(200);
    assertThat(trial.path("ok").asBoolean()).as(trial.toString()).isTrue();
    assertThat(own.provider().lastRequest().path()).endsWith("/embeddings");
  }

  @Test
  void aKeyForToolsCallsNoModel() {
    Http.Reply reply = http.post("/openai/v1/chat/completions", preloop.readKey(), asked(chat, ""));

    assertThat(reply.expect(403).at("/error/message").asString()).contains("gateway:invoke");
  }

  @ParameterizedTest
  @CsvSource({
    "/openai/v1/chat/completions, /error/code",
    "/anthropic/v1/messages, /error/code",
  })
  void saysInEachDialectThatThereIsNoSuchModel(String path, String where) {
    JsonNode error = own.post(path, asked("nobody", ",\"max_tokens\":9")).expect(404);

    assertThat(error.at(where).asString()).isEqualTo("model_not_found");
    assertThat(error.at("/error/message").asString()).contains("`nobody`");
  }

  @Test
  void aWebSocketIsToldToComeByHttp() {
    Http.Reply reply =
        http.send("GET", "/openai/v1/responses", own.key(), "", Map.of("X-Nothing", "x"));
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers().firstValue("Allow")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "{\"messages\":[]}",
        "{\"model\":\"a\",\"model\":\"b\",\"messages\":[]}"
      })
  void refusesWhatCouldBeReadInTwoWays(String body) {
    int before = own.provider().requests().size();

    own.post("/openai/v1/chat/completions", body).expect(400);
    assertThat(own.provider().requests()).hasSize(before);
  }

  @Test
  void theLedgerHasWhatACallUsedAndCost() {
    own.post("/openai/v1/chat/completions", asked(chat, "")).expect(200);

    JsonNode call = lastCall(chat);
    assertThat(call.path("status").asString()).isEqualTo("ok");
    assertThat(call.path("provider").asString()).isEqualTo("openai");
    assertThat(call.path("identifier").asString()).isEqualTo("up-openai");
    assertThat(call.path("input_tokens").asLong()).isEqualTo(100);
    assertThat(call.path("cache_read_tokens").asLong()).isEqualTo(40);
    assertThat(call.path("output_tokens").asLong()).isEqualTo(20);
    assertThat(call.path("reasoning_tokens").asLong()).isEqualTo(5);
    // 60 × 2 + 40 × 0.5 + 20 × 8 dollars for a million
    assertThat(call.path("cost_usd").decimalValue()).isEqualByComparingTo("0.0003");
    assertThat(call.path("price_source").asString()).isEqualTo("account");
    assertThat(call.path("http_status").asInt()).isEqualTo(200);
    assertThat(call.path("upstream_request_id").asString()).isEqualTo("req_fake1");
  }

  @Test
  void anthropicsInputIsCountedAsAnthropicDoes() {
    own.post("/anthropic/v1/messages", asked(messages, ",\"max_tokens\":99")).expect(200);

    JsonNode call = lastCall(messages);
    assertThat(call.path("input_tokens").asLong()).isEqualTo(60);
    assertThat(call.path("cache_read_tokens").asLong()).isEqualTo(40);
    assertThat(call.path("total_input_tokens").asLong()).isEqualTo(100);
  }

  @Test
  void aModelWithoutAPriceIsServedWithAWarning() {
    Http.Reply reply =
        own.post(
            "/gemini/v1beta/models/" + gemini + ":generateContent",
            "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}");

    reply.expect(200);
    assertThat(reply.headers().firstValue("X-Preloop-Warning")).contains("unpriced-model");
    assertThat(lastCall(gemini).path("price_source").asString()).isEqualTo("none");
  }

  @Test
  void theProvidersRefusalOfOurKeyIsNoRefusalOfTheClients() {
    own.provider()
        .next(new FakeAnswer.Status(401, Map.of(), "{\"error\":{\"message\":\"sk-se**\"}}"));

    Http.Reply reply = own.post("/openai/v1/chat/completions", asked(chat, ""));
    assertThat(reply.expect(502).at("/error/message").asString()).contains(chat);
    assertThat(reply.body()).doesNotContain("sk-se");
    JsonNode call = lastCall(chat);
    assertThat(call.path("status").asString()).isEqualTo("refused");
    assertThat(call.path("provider").asString()).isEqualTo("openai");
    assertThat(call.path("http_status").asInt()).isEqualTo(401);
  }

  @Test
  void aHardBudgetStopsWithTheCodeThatSaysSo() {
    String alias = own.model("openai", ",\"prices\":{\"input\":1000,\"output\":1000}");
    String budget =
        http.post(
                "/api/v1/budgets",
                own.owner(),
                """
                {"name":"%s","scope":{"type":"model","value":"%s"},"period":"all_time",
                 "limit_usd":0.001,"kind":"hard"}
                """
                    .formatted(own.name(), alias))
            .expect(201)
            .path("id")
            .asString();
    int before = own.provider().requests().size();

    JsonNode error =
        own.post("/openai/v1/chat/completions", asked(alias, ",\"max_tokens\":100")).expect(403);

    assertThat(error.at("/error/code").asString()).isEqualTo("budget_limit_exceeded");
    assertThat(error.at("/error/message").asString()).contains(own.name());
    assertThat(own.provider().requests()).hasSize(before);
    JsonNode record =
        http.get("/api/v1/audit-logs?tool=" + alias, own.owner()).expect(200).at("/items/0");
    assertThat(record.path("action").asString()).isEqualTo("model.call");
    assertThat(record.path("verdict").asString()).isEqualTo("deny");
    assertThat(record.toString()).contains("The budget ");
    http.send("DELETE", "/api/v1/budgets/" + budget, own.owner(), "", Map.of()).expect(204);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAProviderMayChargeForIsSpentThoughItDidNotAnswer(boolean cut) {
    String alias =
        own.model(
            "openai",
            ",\"prices\":{\"input\":1,\"output\":1000},\"limits\":{\"first_byte_seconds\":1}");
    String budget = budget(alias, "0.15", "allow");
    own.provider().next(cut ? FakeAnswer.CUT_BEFORE_HEAD : FakeAnswer.STALL_BEFORE_HEAD);
    int before = own.provider().requests().size();

    own.post("/openai/v1/chat/completions", asked(alias, ",\"max_tokens\":100"))
        .expect(cut ? 502 : 504);
    JsonNode call = lastCall(alias);
    assertThat(call.path("status").asString()).isEqualTo("failed");
    assertThat(call.path("usage_estimated").asBoolean()).isTrue();
    assertThat(call.path("cost_usd").decimalValue())
        .isBetween(new BigDecimal("0.1"), new BigDecimal("0.15"));
    own.post("/openai/v1/chat/completions", asked(alias, ",\"max_tokens\":100")).expect(403);

    assertThat(own.provider().requests()).hasSize(before + 1);
    http.send("DELETE", "/api/v1/budgets/" + budget, own.owner(), "", Map.of()).expect(204);
  }

  private String budget(String model, String dollars, String onUnpriced) {
    String body =
        """
        {"name":"%s","scope":{"type":"model","value":"%s"},"period":"all_time",
         "limit_usd":%s,"kind":"hard","on_unpriced":"%s"}
        """
            .formatted(own.name(), model, dollars, onUnpriced);
    return http.post("/api/v1/budgets", own.owner(), body).expect(201).path("id").asString();
  }

  @Test
  void translatesBetweenTheDialects() {
    JsonNode answer =
        own.post("/anthropic/v1/messages", asked(chat, ",\"max_tokens\":50")).expect(200);
    assertThat(answer.at("/content/0/text").asString()).isEqualTo("Good morning");
    assertThat(answer.at("/usage/cache_read_input_tokens").asLong()).isEqualTo(40);

    JsonNode other = own.post("/openai/v1/chat/completions", asked(messages, "")).expect(200);
    assertThat(other.at("/choices/0/message/content").asString()).isEqualTo("Good morning");
    assertThat(other.path("model").asString()).isEqualTo(messages);
  }

  @Test
  void aTranslatedStreamIsAnArrayForAClientOfGeminiThatAsksForNoEvents() {
    String path = "/gemini/v1beta/models/" + messages + ":streamGenerateContent";
    Http.Reply reply = own.post(path, CONTENTS);
    JsonNode array = reply.expect(200);

    assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(array.isArray()).isTrue();
    StringBuilder said = new StringBuilder();
    array.forEach(
        piece -> said.append(piece.at("/candidates/0/content/parts/0/text").asString("")));
    assertThat(said).hasToString("Good morning");
    assertThat(array.get(array.size() - 1).at("/usageMetadata/promptTokenCount").asLong())
        .isEqualTo(100);
    await().until(() -> lastCall(messages).path("status").asString().equals("ok"));

    assertThat(own.post(path + "?$alt=sse", CONTENTS).body()).startsWith("data: {");
  }

  @Test
  void whatMayBeGotMayBeAskedForWithoutItsBody() {
    Http.Reply reply = http.send("HEAD", "/openai/v1/models", own.key(), "", Map.of());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void countsTokensAtAProviderOfAnotherDialect() {
    String gemini = own.model("gemini", "");
    String question = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    for (String model : List.of(gemini, own.model("openai", ""))) {
      assertThat(
              own.post("/anthropic/v1/messages/count_tokens", question.formatted(model))
                  .expect(200)
                  .path("input_tokens")
                  .asLong())
          .isEqualTo(11);
    }
    String uncounted = own.model("openai_compatible", "");
    own.post("/anthropic/v1/messages/count_tokens", question.formatted(uncounted)).expect(422);
    assertThat(
            own.post(
                    "/gemini/v1beta/models/" + messages + ":countTokens",
                    "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}")
                .expect(200)
                .path("totalTokens")
                .asLong())
        .isEqualTo(11);
  }

  @Test
  void aModelIsTried() {
    JsonNode trial =
        http.post(OwnModels.PATH + "/" + chat + "/test", own.owner(), "{}").expect(200);
    assertThat(trial.path("ok").asBoolean()).as(trial.toString()).isTrue();
  }

  private static final String CONTENTS = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";

  private JsonNode lastCall(String model) {
    return await()
        .atMost(SOON)
        .until(
            () -> own.calls().stream().filter(call -> of(call, model)).toList(),
            calls -> !calls.isEmpty() && !calls.getFirst().path("status").asString().equals("open"))
        .getFirst();
  }

  private static boolean of(JsonNode call, String model) {
    return call.path("model").asString().equals(model);
  }
}
