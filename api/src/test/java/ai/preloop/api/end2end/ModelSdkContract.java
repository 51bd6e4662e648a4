package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.dialects.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the official SDKs of a language, unchanged, get from models through Preloop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ModelSdkContract {

  private OwnModels own;
  private DrivenClient driver;
  private Map<String, String> models;

  /** The program that calls with the SDKs, which is ended by its caller. */
  abstract Process start(String base, String key);

  @BeforeAll
  void start() {
    RunningPreloop preloop = RunningPreloop.shared();
    own = new OwnModels(preloop);
    String base = preloop.http().base().toString();
    driver = new DrivenClient(start(base, own.key()));
    models =
        Map.of(
            "openai", own.model("openai", ""),
            "anthropic", own.model("anthropic", ""),
            "google", own.model("gemini", ""));
  }

  @BeforeEach
  void usual() {
    own.provider().always(FakeAnswer.USUAL).saying("Good ", "morning").using(usage());
  }

  private static Usage usage() {
    return new Usage(20, 0, 0, 7, 0);
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

  private JsonNode result(String sdk, String what) {
    return call(sdk, what, String.valueOf(models.get(sdk))).result();
  }

  private DrivenClient.Call call(String sdk, String what, String model) {
    return driver.send(what, Map.of("sdk", sdk, "model", model));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, chat",
    "openai, chat_stream",
    "openai, responses",
    "openai, responses_stream",
    "anthropic, messages",
    "anthropic, messages_stream",
    "google, generate",
    "google, generate_stream"
  })
  void hearsWhatTheModelSays(String sdk, String what) {
    assertThat(result(sdk, what).path("text").asString()).isEqualTo("Good morning");
  }

  @ParameterizedTest
  @CsvSource({"openai, chat_tools", "anthropic, messages_tools", "google, generate_tools"})
  void isAskedToCallTools(String sdk, String what) {
    own.provider().calling("weather", "{\"city\":\"Wien\"}");

    JsonNode result = result(sdk, what);
    assertThat(result.path("tool").asString()).isEqualTo("weather");
    assertThat(result.at("/arguments/city").asString()).isEqualTo("Wien");
  }

  @Test
  void getsUsageInAStreamWhereItAskedForIt() {
    assertThat(result("openai", "chat_stream").path("usages").asInt()).isZero();
    assertThat(result("openai", "chat_stream_with_usage").path("usages").asInt()).isEqualTo(1);
  }

  @Test
  void hasEmbeddingsAndCountsOfTokens() {
    assertThat(result("openai", "embeddings").path("dimensions").asInt()).isPositive();
    assertThat(result("anthropic", "count_tokens").path("tokens").asInt()).isPositive();
    assertThat(result("google", "count_tokens").path("tokens").asInt()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"openai, models", "anthropic, models", "google, models"})
  void listsTheModels(String sdk, String what) {
    String prefix = sdk.equals("google") ? "models/" : "";
    List<String> ids = result(sdk, what).path("ids").valueStream().map(JsonNode::asString).toList();

    assertThat(ids).containsAll(models.values().stream().map(alias -> prefix + alias).toList());
  }

  @ParameterizedTest
  @CsvSource({"openai, chat", "openai, responses", "anthropic, messages", "google, generate"})
  void isToldOfAModelThatThereIsNot(String sdk, String what) {
    JsonNode error = call(sdk, what, "no-such-model").error();

    assertThat(error.path("status").asInt()).as(error.toString()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"openai, chat, 400", "anthropic, messages, 400", "google, generate, 400"})
  void hearsTheErrorsOfTheProvider(String sdk, String what, int status) {
    own.provider().next(new FakeAnswer.Status(status));

    JsonNode error = call(sdk, what, String.valueOf(models.get(sdk))).error();
    assertThat(error.path("status").asInt()).as(error.toString()).isEqualTo(status);
  }
}
