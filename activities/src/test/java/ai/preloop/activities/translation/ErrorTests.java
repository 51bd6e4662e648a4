package ai.preloop.activities.translation;

import static ai.preloop.activities.translation.Format.CHAT_COMPLETIONS;
import static ai.preloop.activities.translation.Format.GENERATE_CONTENT;
import static ai.preloop.activities.translation.Format.MESSAGES;
import static ai.preloop.activities.translation.Format.RESPONSES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorTests {

  private static final String OPENAI =
      "{\"error\":{\"message\":\"Slow down.\",\"type\":\"requests\",\"param\":null,"
          + "\"code\":\"rate_limit_exceeded\"}}";
  private static final String ANTHROPIC =
      "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow down.\"}}";
  private static final String GEMINI =
      "{\"error\":{\"code\":429,\"message\":\"Slow down.\",\"status\":\"RESOURCE_EXHAUSTED\"}}";

  @ParameterizedTest
  @MethodSource("envelopes")
  void saysTheProvidersErrorInTheClientsEnvelope(
      Format client, Format provider, String body, String expected) {
    byte[] error =
        Translation.between(client, provider, InstantSource.system())
            .error(429, body.getBytes(UTF_8));

    assertThat(new String(error, UTF_8)).isEqualTo(expected);
  }

  static Stream<Arguments> envelopes() {
    return Stream.of(
        Arguments.of(MESSAGES, CHAT_COMPLETIONS, OPENAI, ANTHROPIC),
        Arguments.of(MESSAGES, GENERATE_CONTENT, GEMINI, ANTHROPIC),
        Arguments.of(GENERATE_CONTENT, RESPONSES, OPENAI, GEMINI),
        Arguments.of(GENERATE_CONTENT, MESSAGES, ANTHROPIC, GEMINI),
        Arguments.of(CHAT_COMPLETIONS, MESSAGES, ANTHROPIC, openAi("rate_limit_error")),
        Arguments.of(RESPONSES, GENERATE_CONTENT, GEMINI, openAi("RESOURCE_EXHAUSTED")));
  }

  private static String openAi(String code) {
    return "{\"error\":{\"message\":\"Slow down.\",\"type\":\"rate_limit_error\",\"param\":null,"
        + "\"code\":\""
        + code
        + "\"}}";
  }

  @Test
  void leavesOutAPageThatIsNoError() {
    byte[] error =
        Translation.between(MESSAGES, CHAT_COMPLETIONS, InstantSource.system())
            .error(502, "<html>nginx</html>".getBytes(UTF_8));

    assertThat(new String(error, UTF_8))
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                + "\"message\":\"The provider answered with status 502.\"}}");
  }

  @Test
  void tellsOfAnErrorWithinAStreamAndNothingAfterIt() {
    String stream = "data: " + ANTHROPIC + "\n\ndata: {\"type\":\"message_stop\"}\n\n";

    assertThat(streamed(CHAT_COMPLETIONS, MESSAGES, stream))
        .isEqualTo("data: " + openAi("rate_limit_error") + "\n\ndata: [DONE]\n\n");
  }

  @Test
  void tellsThatAStreamWasCut() {
    String stream = "data: {\"id\":\"a\",\"choices\":[{\"delta\":{\"content\":\"He\"}}]}\n\n";

    assertThat(streamed(MESSAGES, CHAT_COMPLETIONS, stream))
        .contains("\"text\":\"He\"")
        .doesNotContain("message_stop")
        .endsWith(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                + "\"message\":\"The provider's stream ended before its answer did.\"}}\n\n");
  }

  @Test
  void tellsThatAStreamCannotBeRead() {
    assertThat(streamed(RESPONSES, MESSAGES, "data: {\"type\":\n\n"))
        .startsWith("event: response.failed\n")
        .contains("\"code\":\"server_error\"");
  }

  @Test
  void endsAStreamOnceWhoseEmptyLastLineIsMissing() {
    String stream =
        "data:{\"id\":\"a\",\"choices\":[{\"delta\":{\"content\":\"Hi\"},"
            + "\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]";

    assertThat(streamed(MESSAGES, CHAT_COMPLETIONS, stream))
        .contains("\"stop_reason\":\"end_turn\"")
        .containsOnlyOnce("event: message_stop");
  }

  static String streamed(Format client, Format provider, String stream) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamTranslation translation =
        Translation.between(client, provider, InstantSource.system()).stream("asked");
    byte[] bytes = stream.getBytes(UTF_8);
    translation.feed(bytes, 0, bytes.length, out::writeBytes);
    translation.end(out::writeBytes);
    return out.toString(UTF_8);
  }
}
