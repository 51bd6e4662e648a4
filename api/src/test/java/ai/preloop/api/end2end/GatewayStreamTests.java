package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.dialects.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Streams of models through Preloop, and what becomes of them when somebody lets go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayStreamTests {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String USAGE = "\"prompt_tokens\":60";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private OwnModels own;
  private Map<String, String> models;

  @BeforeAll
  void start() {
    own = new OwnModels(preloop);
    String impatient = ",\"prices\":{\"input\":2,\"output\":8},\"limits\":{\"idle_seconds\":2}";
    models =
        Map.of(
            "chat", own.model("openai", impatient),
            "messages", own.model("anthropic", impatient),
            "generate", own.model("gemini", impatient));
  }

  @BeforeEach
  void usual() {
    own.provider().always(FakeAnswer.USUAL).saying("Good ", "morning", " to ", "you").using(used());
  }

  @AfterEach
  void patient() {
    own.provider().every(Duration.ZERO);
  }

  private static Usage used() {
    return new Usage(60, 0, 0, 20, 0);
  }

  @AfterAll
  void stop() {
    own.close();
  }

  private String model(String interfaceWord) {
    return String.valueOf(models.get(interfaceWord));
  }

  private HttpResponse<InputStream> stream(String interfaceWord, String more) {
    return stream(interfaceWord, model(interfaceWord), more);
  }

  private HttpResponse<InputStream> stream(String interfaceWord, String model, String more) {
    String path =
        switch (interfaceWord) {
          case "chat" -> "/openai/v1/chat/completions";
          case "messages" -> "/anthropic/v1/messages";
          default -> "/gemini/v1beta/models/" + model + ":streamGenerateContent?alt=sse";
        };
    String body =
        interfaceWord.equals("generate")
            ? "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}"
            : "{\"model\":\"%s\",\"stream\":true,\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
                .formatted(model, more);
    HttpRequest request =
        HttpRequest.newBuilder(own.http().base().resolve(path))
            .header("Authorization", "Bearer " + own.key())
            .header("Content-Type", "application/json")
            .timeout(SOON)
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return own.http().client().send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String rest(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  private JsonNode ended(String interfaceWord, String status) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                own.calls().stream()
                    .filter(call -> call.path("model").asString().equals(model(interfaceWord)))
                    .findFirst(),
            call -> call.isPresent() && call.get().path("status").asString().equals(status))
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"chat", "messages", "generate"})
  void whatHasComeLeavesBeforeTheRestIsThere(String interfaceWord) throws IOException {
    own.provider().next(new FakeAnswer.StallAfter(2));

    HttpResponse<InputStream> response = stream(interfaceWord, "");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body().read()).isPositive();
    response.body().close();
  }

  @ParameterizedTest
  @CsvSource({"chat, data: {\"error\"", "messages, event: error", "generate, UNAVAILABLE"})
  void aStreamThatIsCutSaysSo(String interfaceWord, String word) throws IOException {
    own.provider().next(new FakeAnswer.CutAfter(3));

    String told = rest(stream(interfaceWord, ""));

    assertThat(told).contains(word).contains("before it was complete");
    JsonNode call = ended(interfaceWord, "cut");
    assertThat(call.path("usage_estimated").asBoolean()).isTrue();
    assertThat(call.path("cost_usd").decimalValue()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"chat", "messages", "generate"})
  void aStreamThatRestsForTooLongIsCut(String interfaceWord) throws IOException {
    own.provider().next(new FakeAnswer.StallAfter(3));

    assertThat(rest(stream(interfaceWord, ""))).contains("before it was complete");
    ended(interfaceWord, "cut");
  }

  @ParameterizedTest
  @CsvSource({"chat", "messages", "generate"})
  void theProviderIsLetGoWhenTheClientLeaves(String interfaceWord) throws Exception {
    own.provider().next(FakeAnswer.FLOOD);

    HttpResponse<InputStream> response = stream(interfaceWord, "");
    assertThat(response.body().readNBytes(10_000)).hasSize(10_000);
    response.body().close();

    assertThat(own.provider().firstLeft().await(20, SECONDS)).isTrue();
    assertThat(ended(interfaceWord, "left").path("total_input_tokens").asLong()).isPositive();
    await().atMost(SOON).until(() -> own.provider().running() == 0);
  }

  @Test
  void usageIsAskedForAndKeptFromAClientThatDidNotAsk() throws IOException {
    assertThat(rest(stream("chat", "")))
        .contains("morning")
        .contains("[DONE]")
        .doesNotContain(USAGE);
    assertThat(own.provider().lastRequest().json().at("/stream_options/include_usage").asBoolean())
        .isTrue();
    JsonNode call = ended("chat", "ok");
    assertThat(call.path("input_tokens").asLong()).isEqualTo(60);
    assertThat(call.path("usage_estimated").asBoolean()).isFalse();

    assertThat(rest(stream("chat", ",\"stream_options\":{\"include_usage\":true}")))
        .contains(USAGE);
  }

  @Test
  void theProvidersBackOffReachesTheClientWhenTryingAgainDoesNotHelp() {
    var busy = new FakeAnswer.Status(429).with("Retry-After", "60");
    own.provider().next(busy);

    HttpResponse<InputStream> response = stream("chat", "");
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("60");
  }

  @Test
  void aProviderThatIsBusyForAMomentIsAskedAgain() throws IOException {
    own.provider().next(new FakeAnswer.Status(529).with("retry-after-ms", "50"));
    int before = own.provider().requests().size();

    assertThat(rest(stream("messages", ""))).contains("morning");
    assertThat(own.provider().requests()).hasSize(before + 2);
  }

  @Test
  void anAnswerThatComesBeforeTheRequestWasReadIsPassedOn() {
    own.provider().next(new FakeAnswer.Early(new FakeAnswer.Status(413)));

    assertThat(stream("chat", "").statusCode()).isEqualTo(413);
  }

  @Test
  void anotherModelTakesTheCallWhereTheFirstCannot() throws IOException {
    String routed =
        own.routed(
            "{\"shares\":[{\"model\":\"%s\",\"weight\":1}],\"fallbacks\":[\"%s\"]}"
                .formatted(model("chat"), model("messages")));
    var broken = new FakeAnswer.Status(500).with("retry-after-ms", "10");
    own.provider().next(broken, broken, broken);

    String told = rest(stream("chat", routed, ""));

    assertThat(told).contains("morning").contains("[DONE]");
    assertThat(own.provider().lastRequest().path()).endsWith("/messages");
  }

  @Test
  void aCallThatPeopleAreAskedAboutGoesOnWhenTheyApprove() throws Exception {
    String asked = own.model("openai", "");
    OwnServer people = new OwnServer(preloop);
    people.upload(
        """
        approval_workflows: [ { name: of-NAME, timeout_seconds: 300 } ]
        models: [ { name: %s, approval_workflow: of-NAME, otherwise: require_approval } ]
        """
            .formatted(asked));
    try {
      var response = CompletableFuture.supplyAsync(() -> stream("chat", asked, ""));
      String id = await().atMost(SOON).until(() -> pending(asked), found -> !found.isEmpty());
      people.owner().approve(id).expect(200);
      assertThat(rest(response.get(30, SECONDS))).contains("morning");
    } finally {
      people.close();
    }
  }

  private String pending(String model) {
    return own.http()
        .get("/api/v1/approval-requests?status=pending&limit=100", own.owner())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(request -> request.path("tool_name").asString().equals(model))
        .map(request -> request.path("id").asString())
        .findFirst()
        .orElse("");
  }
}
