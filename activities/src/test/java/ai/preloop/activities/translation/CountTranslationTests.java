package ai.preloop.activities.translation;

import static ai.preloop.activities.translation.Format.GENERATE_CONTENT;
import static ai.preloop.activities.translation.Format.MESSAGES;
import static ai.preloop.activities.translation.Format.RESPONSES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTranslationTests {

  private static final String OF_MESSAGES =
      """
      {"model":"m","system":"Be brief.","messages":[{"role":"user","content":"hi"}],
       "tools":[{"name":"t","input_schema":{"type":"object"}}],
       "thinking":{"type":"enabled","budget_tokens":2000}}\
      """;
  private static final String OF_GEMINI =
      """
      {"generateContentRequest":{"model":"models/m","contents":[{"role":"user","parts":[{"text":"hi"}]}],
       "systemInstruction":{"parts":[{"text":"Be brief."}]},"generationConfig":{"temperature":1}}}\
      """;

  @Test
  void anthropicsQuestionIsCountedByGeminiWhole() {
    assertThat(request(MESSAGES, GENERATE_CONTENT, OF_MESSAGES, "gemini-3-flash-preview"))
        .isEqualTo(
            "{\"generateContentRequest\":{\"model\":\"models/gemini-3-flash-preview\","
                + "\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},"
                + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}],"
                + "\"tools\":[{\"functionDeclarations\":[{\"name\":\"t\",\"parametersJsonSchema\":"
                + "{\"type\":\"object\"}}]}],\"generationConfig\":{\"thinkingConfig\":"
                + "{\"includeThoughts\":true,\"thinkingLevel\":\"low\"}}}}");
  }

  @Test
  void anthropicsQuestionIsCountedByOpenAiWithoutWhatDoesNotCount() {
    assertThat(request(MESSAGES, RESPONSES, OF_MESSAGES, "gpt-5"))
        .isEqualTo(
            "{\"model\":\"gpt-5\",\"instructions\":\"Be brief.\",\"input\":[{\"type\":\"message\","
                + "\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"hi\"}]}],"
                + "\"tools\":[{\"type\":\"function\",\"name\":\"t\",\"parameters\":{\"type\":\"object\",\"properties\":{}},"
                + "\"strict\":false}],\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}}");
  }

  @Test
  void geminisQuestionIsCountedByAnthropicWhetherWrappedOrNot() {
    String bare = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";

    assertThat(request(GENERATE_CONTENT, MESSAGES, OF_GEMINI, "claude-opus-4-6"))
        .isEqualTo(
            "{\"model\":\"claude-opus-4-6\",\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\"}],"
                + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]}");
    assertThat(request(GENERATE_CONTENT, MESSAGES, bare, "claude-opus-4-6"))
        .isEqualTo(
            "{\"model\":\"claude-opus-4-6\",\"messages\":[{\"role\":\"user\",\"content\":"
                + "[{\"type\":\"text\",\"text\":\"hi\"}]}]}");
    assertThat(
            request(
                GENERATE_CONTENT,
                MESSAGES,
                OF_GEMINI.replace("generateContentRequest", "generate_content_request"),
                "claude-opus-4-6"))
        .contains("Be brief.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MESSAGES | GENERATE_CONTENT | {\"totalTokens\":31,\"promptTokensDetails\":[]} | {\"input_tokens\":31}",
        "MESSAGES | RESPONSES | {\"object\":\"response.input_tokens\",\"input_tokens\":31} | {\"input_tokens\":31}",
        "GENERATE_CONTENT | MESSAGES | {\"input_tokens\":31} | {\"totalTokens\":31}",
        "GENERATE_CONTENT | RESPONSES | {\"object\":\"response.input_tokens\",\"input_tokens\":31} | {\"totalTokens\":31}",
        "RESPONSES | MESSAGES | {\"input_tokens\":31} | {\"object\":\"response.input_tokens\",\"input_tokens\":31}"
      })
  void countsAreTheClients(Format client, Format provider, String said, String told) {
    assertThat(
            new String(
                CountTranslation.between(client, provider).answer(said.getBytes(UTF_8)), UTF_8))
        .isEqualTo(told);
  }

  @Test
  void anAnswerWithoutACountIsNone() {
    assertThatThrownBy(
            () -> CountTranslation.between(MESSAGES, GENERATE_CONTENT).answer("{}".getBytes(UTF_8)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("totalTokens");
  }

  @Test
  void errorsAreInTheClientsEnvelope() {
    byte[] refused =
        "{\"error\":{\"code\":404,\"message\":\"None.\",\"status\":\"NOT_FOUND\"}}".getBytes(UTF_8);

    assertThat(
            new String(
                CountTranslation.between(MESSAGES, GENERATE_CONTENT).error(404, refused), UTF_8))
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"None.\"}}");
  }

  private static String request(Format client, Format provider, String body, String model) {
    return new String(
        CountTranslation.between(client, provider).request(body.getBytes(UTF_8), model), UTF_8);
  }
}
