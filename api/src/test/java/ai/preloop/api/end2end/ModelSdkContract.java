package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.dialects.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What the official SDKs of a language, unchanged, get from models through Preloop, whichever
 * interface the provider of the model speaks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ModelSdkContract {

  private static final List<String> PROVIDERS = List.of("openai", "anthropic", "gemini");

  private OwnModels own;
  private DrivenClient driver;
  private Map<String, String> models;

  /** A model of which no call fits into its budget. */
  private String dear;

  /** The program that calls with the SDKs, which is ended by its caller. */
  abstract Process start(String base, String key);

  @BeforeAll
  void start() {
    RunningPreloop preloop = RunningPreloop.shared();
    own = new OwnModels(preloop);
    String base = preloop.http().base().toString();
    driver = new DrivenClient(start(base, own.key()));
    models =
        PROVIDERS.stream().collect(Collectors.toMap(word -> word, word -> own.model(word, "")));
    dear = own.model("openai", ",\"prices\":{\"input\":1000,\"output\":1000}");
    own.budget("model", dear, new BigDecimal("0.001"));
  }

  @BeforeEach
  void usual() {
    own.provider()
        .always(FakeAnswer.USUAL)
        .saying("Good ", "morning")
        .using(new Usage(20, 0, 0, 7, 0));
  }

  @AfterAll
  void stop() {
    if (driver != null) {
      driver.close();
    }
    if (own != null) {
      own.close();
    }
  }

  /** A model of the SDK's own provider. */
  private String model(String sdk) {
    return String.valueOf(models.get(sdk.equals("google") ? "gemini" : sdk));
  }

  private JsonNode result(String sdk, String what) {
    return call(sdk, what, model(sdk)).result();
  }

  private DrivenClient.Call call(String sdk, String what, String model) {
    return driver.send(what, Map.of("sdk", sdk, "model", model));
  }

  private static Stream<Arguments> atEachProvider(String... calls) {
    return Stream.of(calls)
        .flatMap(
            call -> PROVIDERS.stream().map(provider -> Arguments.of(sdk(call), call, provider)));
  }

  private static String sdk(String call) {
    return switch (call.replaceFirst("_.*", "")) {
      case "messages" -> "anthropic";
      case "generate" -> "google";
      default -> "openai";
    };
  }

  static Stream<Arguments> calls() {
    return atEachProvider("chat", "responses", "messages", "generate");
  }

  @ParameterizedTest
  @MethodSource("calls")
  void hearsWhatTheModelSays(String sdk, String what, String provider) {
    JsonNode result = call(sdk, what, String.valueOf(models.get(provider))).result();

    assertThat(result.path("text").asString()).isEqualTo("Good morning");
    assertThat(result.path("tokens").asInt()).isEqualTo(sdk.equals("anthropic") ? 7 : 27);
  }

  static Stream<Arguments> streams() {
    return atEachProvider("chat_stream", "responses_stream", "messages_stream", "generate_stream");
  }

  @ParameterizedTest
  @MethodSource("streams")
  void hearsAStreamToItsEnd(String sdk, String what, String provider) {
    JsonNode result = call(sdk, what, String.valueOf(models.get(provider))).result();

    assertThat(result.path("text").asString()).isEqualTo("Good morning");
    assertThat(result.path("stop").asString()).isEqualTo(end(what));
  }

  /** What the interface calls an answer that was said to its end. */
  private static String end(String what) {
    return switch (what) {
      case "chat_stream" -> "stop";
      case "responses_stream" -> "response.completed";
      case "messages_stream" -> "end_turn";
      default -> "STOP";
    };
  }

  static Stream<Arguments> toolCalls() {
    return atEachProvider(
        "chat_tools",
        "chat_tools_stream",
        "responses_tools",
        "responses_tools_stream",
        "messages_tools",
        "messages_tools_stream",
        "generate_tools",
        "generate_tools_stream");
  }

  @ParameterizedTest
  @MethodSource("toolCalls")
  void isAskedToCallAToolAndAnswersWhatItSaid(String sdk, String what, String provider) {
    String model = String.valueOf(models.get(provider));
    own.provider().calling("weather", "{\"city\":\"Wien\"}");

    JsonNode asked = call(sdk, what, model).result();
    assertThat(asked.path("tool").asString()).isEqualTo("weather");
    assertThat(asked.at("/arguments/city").asString()).isEqualTo("Wien");

    own.provider().saying("It is warm");
    JsonNode answered = call(sdk, what.replaceFirst("_.*", "_result"), model).result();
    assertThat(answered.path("text").asString()).isEqualTo("It is warm");
    assertThat(own.provider().lastRequest().json().toString())
        .contains("weather", "Wien", "21 degrees");
  }

  @Test
  void getsUsageInAStreamWhereItAskedForIt() {
    assertThat(result("openai", "chat_stream").path("usages").asInt()).isZero();
    assertThat(result("openai", "chat_stream_with_usage").path("usages").asInt()).isEqualTo(1);
  }

  @Test
  void hasEmbeddingsAndCountsOfTokens() {
    assertThat(result("openai", "embeddings").path("dimensions").asInt()).isEqualTo(2);
    assertThat(result("anthropic", "count_tokens").path("tokens").asInt()).isEqualTo(11);
    assertThat(result("google", "count_tokens").path("tokens").asInt()).isEqualTo(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic", "google"})
  void listsTheModels(String sdk) {
    String prefix = sdk.equals("google") ? "models/" : "";
    List<String> ids =
        result(sdk, "models").path("ids").valueStream().map(JsonNode::asString).toList();

    assertThat(ids).containsAll(models.values().stream().map(alias -> prefix + alias).toList());
    assertThat(result(sdk, "model").path("id").asString()).isEqualTo(model(sdk));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, chat, model_not_found",
    "openai, chat_stream, model_not_found",
    "openai, responses, model_not_found",
    "openai, embeddings, model_not_found",
    "anthropic, messages, model_not_found",
    "anthropic, messages_stream, model_not_found",
    "google, generate, NOT_FOUND",
    "google, generate_stream, NOT_FOUND"
  })
  void isToldOfAModelThatThereIsNot(String sdk, String what, String code) {
    expectError(call(sdk, what, "no-such-model"), 404, code);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, chat, invalid_api_key",
    "anthropic, messages, invalid_api_key",
    "google, generate, UNAUTHENTICATED"
  })
  void isToldOfAKeyThatIsNotKnown(String sdk, String what, String code) {
    DrivenClient.Call call =
        driver.send(what, Map.of("sdk", sdk, "model", model(sdk), "key", "not-a-key"));

    expectError(call, 401, code);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, chat, budget_limit_exceeded",
    "openai, chat_stream, budget_limit_exceeded",
    "openai, responses, budget_limit_exceeded",
    "anthropic, messages, budget_limit_exceeded",
    "anthropic, messages_stream, budget_limit_exceeded",
    "google, generate, PERMISSION_DENIED",
    "google, generate_stream, PERMISSION_DENIED"
  })
  void isToldOfABudgetThatIsSpent(String sdk, String what, String code) {
    JsonNode error = expectError(call(sdk, what, dear), 403, code);
    assertThat(error.path("message").asString()).contains("The budget", own.name());
  }

  private static JsonNode expectError(DrivenClient.Call call, int status, String code) {
    JsonNode error = call.error();
    assertThat(error.path("status").asInt()).as(error.toString()).isEqualTo(status);
    assertThat(error.path("code").asString()).as(error.toString()).isEqualTo(code);
    return error;
  }

  @ParameterizedTest
  @CsvSource({"openai, chat, 400", "anthropic, messages, 400", "google, generate, 400"})
  void hearsTheErrorsOfTheProvider(String sdk, String what, int status) {
    own.provider().next(new FakeAnswer.Status(status));

    JsonNode error = call(sdk, what, model(sdk)).error();
    assertThat(error.path("status").asInt()).as(error.toString()).isEqualTo(status);
    assertThat(error.path("message").asString()).contains("fake");
  }
}
