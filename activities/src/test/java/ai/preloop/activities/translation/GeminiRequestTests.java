package ai.preloop.activities.translation;

import static ai.preloop.activities.translation.Format.CHAT_COMPLETIONS;
import static ai.preloop.activities.translation.Format.GENERATE_CONTENT;
import static ai.preloop.activities.translation.Format.MESSAGES;
import static ai.preloop.activities.translation.Requests.CHAT_TOOL;
import static ai.preloop.activities.translation.Requests.chat;
import static ai.preloop.activities.translation.Requests.messages;
import static ai.preloop.activities.translation.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What each generation of Gemini is asked, as far as it differs. */
class GeminiRequestTests {

  @ParameterizedTest
  @CsvSource({
    "gemini-3-pro-preview, none, low",
    "gemini-3-pro-preview, medium, high",
    "gemini-3.1-pro-preview, medium, medium",
    "gemini-3-flash-preview, minimal, minimal",
    "gemini-3.6-flash, none, minimal",
    "gemini-3.7-flash, minimal, low",
    "gemini-3.8-flash, none, low",
    "models/gemini-3.8-flash, minimal, low",
    "gemini-3.8-flash-lite, minimal, minimal",
    "gemini-flash-latest, minimal, low",
    "gemini-4-flash, minimal, low",
    "gemini-3-flash-preview, xhigh, high"
  })
  void levelsAreTheModelsOrTheNearest(String model, String asked, String written) {
    assertThat(thinking(model, asked).path("thinkingLevel").asString("")).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-pro, xhigh, 32768",
    "gemini-2.5-pro, none, 128",
    "gemini-2.5-flash, xhigh, 24576",
    "gemini-2.5-flash, none, 0",
    "gemini-2.5-flash-lite, none, 0",
    "gemini-2.5-flash-lite, xhigh, 24576"
  })
  void budgetsAreWithinTheModels(String model, String asked, int written) {
    assertThat(thinking(model, asked).path("thinkingBudget").asInt(-9)).isEqualTo(written);
  }

  @Test
  void flashLiteThinksAtLeast512TokensWhereItThinks() {
    assertThat(
            request(
                    MESSAGES,
                    GENERATE_CONTENT,
                    "gemini-2.5-flash-lite",
                    messages(",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":100}"))
                .at("/generationConfig/thinkingConfig/thinkingBudget")
                .asInt())
        .isEqualTo(512);
  }

  @ParameterizedTest
  @CsvSource({"gemini-2.0-flash", "gemini-1.5-pro", "gemma-4-31b-it", "tunedModels/mine"})
  void whatDoesNotThinkIsNotAskedTo(String model) {
    assertThat(thinking(model, "high").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.0-flash, 0.5, true",
    "gemini-2.5-flash, 0.5, false",
    "gemini-3-pro-preview, 0.5, false",
    "gemini-9-flash, 0.5, false",
    "gemma-4-31b-it, 0.5, false"
  })
  void penaltiesAreOnlyForWhatTakesThem(String model, String penalty, boolean taken) {
    JsonNode config =
        request(
                CHAT_COMPLETIONS,
                GENERATE_CONTENT,
                model,
                chat(
                    ",\"temperature\":1,\"presence_penalty\":%s,\"frequency_penalty\":%s"
                        .formatted(penalty, penalty)))
            .path("generationConfig");

    assertThat(config.has("presencePenalty")).isEqualTo(taken);
    assertThat(config.has("frequencyPenalty")).isEqualTo(taken);
  }

  @Test
  void jsonBesideToolsIsAskedForInWordsUpTo25() {
    String body = chat(",\"response_format\":{\"type\":\"json_object\"}," + CHAT_TOOL);
    JsonNode old = request(CHAT_COMPLETIONS, GENERATE_CONTENT, "gemini-2.5-flash", body);
    JsonNode young = request(CHAT_COMPLETIONS, GENERATE_CONTENT, "gemini-3-flash-preview", body);

    assertThat(old.at("/generationConfig/responseMimeType").isMissingNode()).isTrue();
    assertThat(old.at("/systemInstruction/parts/0/text").asString("")).contains("JSON");
    assertThat(young.at("/generationConfig/responseMimeType").asString(""))
        .isEqualTo("application/json");
    assertThat(young.has("systemInstruction")).isFalse();
  }

  @Test
  void aSchemaBesideToolsIsRefusedUpTo25() {
    String body =
        chat(
            ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{}}},"
                + CHAT_TOOL);

    assertThatThrownBy(() -> request(CHAT_COMPLETIONS, GENERATE_CONTENT, "gemini-2.5-pro", body))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("tools");
    assertThat(
            request(CHAT_COMPLETIONS, GENERATE_CONTENT, "gemini-3-pro-preview", body)
                .at("/generationConfig")
                .has("responseJsonSchema"))
        .isTrue();
  }

  @Test
  void oneMessageOfThinkingBetweenToolsIsTheLeastThinking() {
    assertThat(
            request(
                    MESSAGES,
                    GENERATE_CONTENT,
                    "gemini-3-flash-preview",
                    messages(",\"thinking\":{\"type\":\"between_tools\"}"))
                .at("/generationConfig/thinkingConfig")
                .toString())
        .isEqualTo("{\"thinkingLevel\":\"minimal\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/a.png?size=2, image/png",
    "https://example.com/b.gif#c, image/gif",
    "https://example.com/photo, image/jpeg",
    "https://example.com/show.html?photo=3, image/jpeg"
  })
  void aPublicAddressIsGeminisToFetchFrom25On(String url, String type) {
    String body = image(url);

    assertThat(
            request(CHAT_COMPLETIONS, GENERATE_CONTENT, "gemini-2.5-flash", body)
                .at("/contents/0/parts/0/fileData")
                .toString())
        .isEqualTo("{\"mimeType\":\"%s\",\"fileUri\":\"%s\"}".formatted(type, url));
    assertThatThrownBy(() -> request(CHAT_COMPLETIONS, GENERATE_CONTENT, "gemini-2.0-flash", body))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void otherAddressesAreNotGeminisToFetch() {
    assertThatThrownBy(() ->
            request(
                CHAT_COMPLETIONS,
                GENERATE_CONTENT,
                "gemini-3.8-flash",
                image("http://10.0.0.1/a.png")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("https");
  }

  private static String image(String url) {
    return """
    {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"%s"}}]}]}\
    """
        .formatted(url);
  }

  private static JsonNode thinking(String model, String effort) {
    return request(
            CHAT_COMPLETIONS,
            GENERATE_CONTENT,
            model,
            chat(",\"reasoning_effort\":\"" + effort + "\""))
        .at("/generationConfig/thinkingConfig");
  }
}
