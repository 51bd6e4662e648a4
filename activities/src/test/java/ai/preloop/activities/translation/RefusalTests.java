package ai.preloop.activities.translation;

import static ai.preloop.activities.translation.Format.CHAT_COMPLETIONS;
import static ai.preloop.activities.translation.Format.GENERATE_CONTENT;
import static ai.preloop.activities.translation.Format.MESSAGES;
import static ai.preloop.activities.translation.Format.RESPONSES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTests {

  @ParameterizedTest
  @MethodSource("unsayable")
  void refusesWhatCannotBeSaidAndNamesIt(Format client, Format provider, String body, String at) {
    ProblemException refused = refusal(client, provider, body);

    assertThat(refused.type()).isEqualTo(ProblemType.INVALID_REQUEST);
    assertThat(refused.detail()).contains(at).endsWith(".");
  }

  static Stream<Arguments> unsayable() {
    return Stream.of(
        Arguments.of(
            MESSAGES,
            CHAT_COMPLETIONS,
            messages("\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]"),
            "tools[0].type"),
        Arguments.of(
            MESSAGES,
            CHAT_COMPLETIONS,
            messages("\"mcp_servers\":[{\"type\":\"url\"}]"),
            "mcp_servers"),
        Arguments.of(
            MESSAGES,
            GENERATE_CONTENT,
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://a.example/b.png\"}}]}]}",
            "base64"),
        Arguments.of(
            MESSAGES,
            CHAT_COMPLETIONS,
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]}]}",
            "messages[0].content[0].source.type"),
        Arguments.of(MESSAGES, RESPONSES, messages("\"stop_sequences\":[\"x\"]"), "stop sequences"),
        Arguments.of(
            MESSAGES,
            GENERATE_CONTENT,
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t9\",\"content\":\"x\"}]}]}",
            "t9"),
        Arguments.of(CHAT_COMPLETIONS, MESSAGES, chat("\"n\":2"), "n must be 1"),
        Arguments.of(CHAT_COMPLETIONS, MESSAGES, chat("\"logprobs\":true"), "logprobs"),
        Arguments.of(CHAT_COMPLETIONS, MESSAGES, chat("\"audio\":{\"voice\":\"a\"}"), "audio"),
        Arguments.of(
            CHAT_COMPLETIONS, MESSAGES, chat("\"web_search_options\":{}"), "web_search_options"),
        Arguments.of(
            CHAT_COMPLETIONS,
            MESSAGES,
            chat("\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"a\"}}]"),
            "tools[0].type"),
        Arguments.of(
            CHAT_COMPLETIONS,
            MESSAGES,
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]}",
            "messages[0].content[0].type"),
        Arguments.of(
            CHAT_COMPLETIONS,
            MESSAGES,
            "{\"messages\":[{\"role\":\"system\",\"content\":\"a\"}]}",
            "message of the user"),
        Arguments.of(
            CHAT_COMPLETIONS,
            MESSAGES,
            chat("\"temperature\":\"hot\""),
            "temperature must be a number"),
        Arguments.of(CHAT_COMPLETIONS, MESSAGES, "{\"messages\":[],\"messages\":[]}", "not JSON"),
        Arguments.of(
            RESPONSES,
            CHAT_COMPLETIONS,
            responses("\"previous_response_id\":\"resp_1\""),
            "previous_response_id"),
        Arguments.of(
            RESPONSES,
            MESSAGES,
            responses("\"tools\":[{\"type\":\"web_search\"}]"),
            "tools[0].type"),
        Arguments.of(RESPONSES, MESSAGES, responses("\"background\":true"), "background"),
        Arguments.of(
            RESPONSES, MESSAGES, "{\"input\":[{\"type\":\"web_search_call\"}]}", "input[0].type"),
        Arguments.of(
            GENERATE_CONTENT,
            CHAT_COMPLETIONS,
            gemini("\"tools\":[{\"google_search\":{}}]"),
            "tools[0].googleSearch"),
        Arguments.of(
            GENERATE_CONTENT,
            CHAT_COMPLETIONS,
            gemini("\"cachedContent\":\"cachedContents/1\""),
            "cachedContent"),
        Arguments.of(
            GENERATE_CONTENT,
            CHAT_COMPLETIONS,
            gemini("\"generationConfig\":{\"candidateCount\":2}"),
            "candidateCount"),
        Arguments.of(
            GENERATE_CONTENT,
            MESSAGES,
            "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"audio/wav\",\"data\":\"\"}}]}]}",
            "mimeType"));
  }

  @Test
  void saysThatAnAnswerIsNone() {
    var translation = Translation.between(MESSAGES, CHAT_COMPLETIONS, InstantSource.system());
    var refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> translation.answer("{\"choices\":[]}".getBytes(UTF_8), "asked"));

    assertThat(refused.type()).isEqualTo(ProblemType.UPSTREAM_FAILED);
  }

  private static ProblemException refusal(Format client, Format provider, String body) {
    return catchThrowableOfType(
        ProblemException.class,
        () ->
            Translation.between(client, provider, InstantSource.system())
                .request(body.getBytes(UTF_8), "model", false));
  }

  private static String messages(String more) {
    return "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + more + "}";
  }

  private static String chat(String more) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + more + "}";
  }

  private static String responses(String more) {
    return "{\"input\":\"hi\"," + more + "}";
  }

  private static String gemini(String more) {
    return "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]," + more + "}";
  }
}
