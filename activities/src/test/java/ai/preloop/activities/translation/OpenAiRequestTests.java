package ai.preloop.activities.translation;

import static ai.preloop.activities.translation.Format.CHAT_COMPLETIONS;
import static ai.preloop.activities.translation.Format.MESSAGES;
import static ai.preloop.activities.translation.Format.RESPONSES;
import static ai.preloop.activities.translation.Requests.MESSAGES_TOOL;
import static ai.preloop.activities.translation.Requests.messages;
import static ai.preloop.activities.translation.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What each model of OpenAI, and of those who speak as it does, is asked, as far as it differs. */
class OpenAiRequestTests {

  @ParameterizedTest
  @CsvSource({
    "o3, max, high",
    "o4-mini, low, low",
    "gpt-5, xhigh, high",
    "gpt-5-mini-2025-08-07, low, low",
    "gpt-5-pro, low, high",
    "gpt-5-codex, xhigh, high",
    "gpt-5.1, max, high",
    "gpt-5.1-codex-mini, low, medium",
    "gpt-5.1-codex-max, max, xhigh",
    "gpt-5.1-chat-latest, high, medium",
    "gpt-5.2, max, xhigh",
    "gpt-5.2-pro, low, medium",
    "gpt-5.5, max, xhigh",
    "gpt-5.6-luna, max, max",
    "gpt-6, max, max",
    "gpt-7, xhigh, high"
  })
  void effortsAreTheModelsOrTheNearest(String model, String asked, String written) {
    JsonNode request =
        request(
            MESSAGES,
            RESPONSES,
            model,
            messages(
                ",\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"%s\"}"
                    .formatted(asked)));

    assertThat(request.at("/reasoning/effort").asString("")).isEqualTo(written);
    assertThat(request.path("include").toString()).isEqualTo("[\"reasoning.encrypted_content\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "o3, low",
    "gpt-5, minimal",
    "gpt-5.1, none",
    "gpt-5.1-codex, low",
    "gpt-5.3-codex, low",
    "gpt-5.6, none",
    "gpt-6, low",
    "gpt-7, low"
  })
  void offIsTheLeastThatTheModelTakes(String model, String written) {
    assertThat(
            request(MESSAGES, RESPONSES, model, messages(",\"thinking\":{\"type\":\"disabled\"}"))
                .at("/reasoning/effort")
                .asString(""))
        .isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o", "gpt-4.1-mini", "gpt-5-chat-latest", "qwen3", "our-deployment"})
  void whatDoesNotReasonIsNotAskedTo(String model) {
    String body =
        messages(",\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}");
    JsonNode responses = request(MESSAGES, RESPONSES, model, body);

    assertThat(responses.has("reasoning")).isFalse();
    assertThat(responses.has("include")).isFalse();
    assertThat(request(MESSAGES, CHAT_COMPLETIONS, model, body).has("reasoning_effort")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5, low",
    "gpt-5.2, low",
    "gpt-5.4, none",
    "gpt-5.5, none",
    "gpt-5.6-terra, none",
    "gpt-6, ''"
  })
  void toolsOfChatCompletionsExcludeReasoningFrom54On(String model, String effort) {
    String thinking =
        ",\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}";

    assertThat(
            request(MESSAGES, CHAT_COMPLETIONS, model, messages(thinking + "," + MESSAGES_TOOL))
                .path("reasoning_effort")
                .asString(""))
        .isEqualTo(effort);
    assertThat(
            request(MESSAGES, CHAT_COMPLETIONS, model, messages(thinking))
                .path("reasoning_effort")
                .asString(""))
        .isEqualTo("low");
  }

  @Test
  void toolsOfChatCompletionsTurnOffWhatReasonsUnasked() {
    assertThat(
            request(MESSAGES, CHAT_COMPLETIONS, "gpt-5.6", messages("," + MESSAGES_TOOL))
                .path("reasoning_effort")
                .asString(""))
        .isEqualTo("none");
  }

  @Test
  void chatCompletionsHaveNoWordForTheMost() {
    assertThat(
            request(
                    MESSAGES,
                    CHAT_COMPLETIONS,
                    "gpt-5.6",
                    messages(
                        ",\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"}"))
                .path("reasoning_effort")
                .asString(""))
        .isEqualTo("xhigh");
  }

  @Test
  void stopSequencesAreRefusedWhereTheModelReasons() {
    String body = messages(",\"stop_sequences\":[\"x\"]");

    assertThatThrownBy(() -> request(MESSAGES, CHAT_COMPLETIONS, "gpt-5", body))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("stop");
    assertThat(request(MESSAGES, CHAT_COMPLETIONS, "qwen3", body).has("stop")).isTrue();
    assertThat(request(MESSAGES, CHAT_COMPLETIONS, "gpt-4o", body).has("stop")).isTrue();
  }

  /** OpenAI refuses an object that does not say which members it has. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"type\":\"object\"}", "{\"type\":null}"})
  void aToolWithoutInputHasAnObjectOfNoMembers(String schema) {
    String body = messages(",\"tools\":[{\"name\":\"t\",\"input_schema\":" + schema + "}]");

    assertThat(request(MESSAGES, RESPONSES, "gpt-5", body).at("/tools/0/parameters").toString())
        .isEqualTo("{\"type\":\"object\",\"properties\":{}}");
    assertThat(
            request(MESSAGES, CHAT_COMPLETIONS, "qwen3", body)
                .at("/tools/0/function/parameters")
                .toString())
        .isEqualTo("{\"type\":\"object\",\"properties\":{}}");
  }
}
