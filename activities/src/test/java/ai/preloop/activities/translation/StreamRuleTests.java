package ai.preloop.activities.translation;

import static ai.preloop.activities.translation.Format.CHAT_COMPLETIONS;
import static ai.preloop.activities.translation.Format.GENERATE_CONTENT;
import static ai.preloop.activities.translation.Format.MESSAGES;
import static ai.preloop.activities.translation.Format.RESPONSES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the official clients need of streams and answers that golden cases do not show. */
class StreamRuleTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TWO_THOUGHTS =
      """
      data: {"type":"message_start","message":{"id":"m","usage":{"input_tokens":3,"output_tokens":1}}}

      data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"A"}}

      data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s1"}}

      data: {"type":"content_block_stop","index":0}

      data: {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"s2"}}

      data: {"type":"content_block_stop","index":1}

      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":null,"cache_read_input_tokens":null,"output_tokens":9,"output_tokens_details":{"thinking_tokens":7}}}

      data: {"type":"message_stop"}

      """;

  /** The official clients of Gemini read other lines as JSON, comments too. */
  @TestFactory
  Stream<DynamicTest> geminisClientsGetLinesOfDataAlone() {
    return GoldenCase.all()
        .filter(golden -> golden.client() == GENERATE_CONTENT && golden.has("stream.txt"))
        .map(golden ->
            DynamicTest.dynamicTest(
                golden.name(),
                () ->
                    assertThat(GoldenCasesTests.streamed(golden, 7).lines())
                        .isNotEmpty()
                        .allMatch(line -> line.isEmpty() || line.startsWith("data: {"))));
  }

  /** What a stream of Gemini is that was not asked for with {@code alt=sse}. */
  @TestFactory
  Stream<DynamicTest> anArrayOfGeminiHasWhatTheEventsHave() {
    return GoldenCase.all()
        .filter(golden -> golden.client() == GENERATE_CONTENT && golden.has("stream.txt"))
        .map(golden ->
            DynamicTest.dynamicTest(
                golden.name(),
                () ->
                    assertThat(JSON.readTree(array(golden)).valueStream())
                        .isNotEmpty()
                        .containsExactlyElementsOf(events(GoldenCasesTests.streamed(golden, 7)))));
  }

  @Test
  void anArrayOfGeminiThatIsCutEndsWithAnError() {
    StreamTranslation translation =
        Translation.between(GENERATE_CONTENT, CHAT_COMPLETIONS, InstantSource.system())
            .arrayStream("asked");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece =
        "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n".getBytes(UTF_8);

    translation.feed(piece, 0, piece.length, out::writeBytes);
    translation.end(out::writeBytes);

    JsonNode array = JSON.readTree(out.toByteArray());
    assertThat(array.at("/0/candidates/0/content/parts/0/text").asString("")).isEqualTo("Hi");
    assertThat(array.at("/1/error/code").asInt()).isEqualTo(502);
    assertThat(array).hasSize(2);
  }

  private static byte[] array(GoldenCase golden) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] stream = golden.bytes("stream.txt");
    StreamTranslation translation = golden.translation().arrayStream("asked");
    translation.feed(stream, 0, stream.length, out::writeBytes);
    translation.end(out::writeBytes);
    return out.toByteArray();
  }

  @TestFactory
  Stream<DynamicTest> geminisChunksAllHaveAPartSoThatChatsKeepTheTurn() {
    return GoldenCase.all()
        .filter(golden -> golden.client() == GENERATE_CONTENT && golden.has("stream.txt"))
        .map(golden ->
            DynamicTest.dynamicTest(
                golden.name(),
                () ->
                    assertThat(events(GoldenCasesTests.streamed(golden, 7)))
                        .allMatch(event ->
                            !event.at("/candidates/0/content/parts").isEmpty()
                                && !event.at("/candidates/0/content/parts/0").isEmpty())));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "CHAT_COMPLETIONS")
  void whatPythonTakesForTheEndOfALineIsEscaped(Format client) {
    String stream =
        """
        data: {"id":"a","choices":[{"delta":{"content":"%s"}}]}

        data: {"id":"a","choices":[{"delta":{},"finish_reason":"stop"}]}

        data: [DONE]

        """
            .formatted("1\u00852\u20283\u20294");

    assertThat(ErrorTests.streamed(client, CHAT_COMPLETIONS, stream))
        .contains("1\\u00852\\u20283\\u20294");
  }

  @Test
  void detailsOfReasoningAreNumbered() {
    assertThat(
            events(ErrorTests.streamed(CHAT_COMPLETIONS, MESSAGES, TWO_THOUGHTS)).stream()
                .map(event -> event.at("/choices/0/delta/reasoning_details/0/index"))
                .filter(index -> !index.isMissingNode())
                .map(JsonNode::asInt))
        .containsExactly(0, 1);
  }

  @Test
  void aCountThatIsNotSaidAgainStaysAndThoughtsAreCounted() {
    JsonNode usage =
        events(ErrorTests.streamed(RESPONSES, MESSAGES, TWO_THOUGHTS))
            .getLast()
            .at("/response/usage");

    assertThat(usage.path("input_tokens").asInt()).isEqualTo(3);
    assertThat(usage.path("output_tokens").asInt()).isEqualTo(9);
    assertThat(usage.at("/output_tokens_details/reasoning_tokens").asInt()).isEqualTo(7);
  }

  @Test
  void thoughtsOfWholeAnswersAreCountedToo() {
    String answer =
        """
        {"id":"m","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","usage":
         {"input_tokens":3,"output_tokens":9,"output_tokens_details":{"thinking_tokens":7}}}\
        """;

    assertThat(
            answer(CHAT_COMPLETIONS, MESSAGES, answer)
                .at("/usage/completion_tokens_details/reasoning_tokens")
                .asInt())
        .isEqualTo(7);
  }

  @Test
  void anthropicsClientsAreToldWhatWasThought() {
    String answer =
        """
        {"id":"r","status":"completed","output":[],"usage":{"input_tokens":3,"output_tokens":9,
         "output_tokens_details":{"reasoning_tokens":7}}}\
        """;

    assertThat(
            answer(MESSAGES, RESPONSES, answer)
                .at("/usage/output_tokens_details/thinking_tokens")
                .asInt())
        .isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // xAI counts the reasoning beside the completion, DeepSeek and Moonshot their caches so.
        "{\"prompt_tokens\":30,\"completion_tokens\":9,\"total_tokens\":139,\"completion_tokens_details\":{\"reasoning_tokens\":100}} | 30 0 109",
        "{\"prompt_tokens\":30,\"completion_tokens\":9,\"prompt_cache_hit_tokens\":20,\"prompt_cache_miss_tokens\":10} | 10 20 9",
        "{\"prompt_tokens\":30,\"completion_tokens\":9,\"cached_tokens\":20} | 10 20 9"
      })
  void clientsAreToldWhatIsCharged(String usage, String told) {
    JsonNode answer =
        answer(
            MESSAGES,
            CHAT_COMPLETIONS,
            "{\"id\":\"c\",\"choices\":[{\"message\":{\"content\":\"a\"}}],\"usage\":"
                + usage
                + "}");

    assertThat(
            answer.at("/usage/input_tokens").asInt()
                + " "
                + answer.at("/usage/cache_read_input_tokens").asInt()
                + " "
                + answer.at("/usage/output_tokens").asInt())
        .isEqualTo(told);
  }

  @Test
  void textEventsOfResponsesHaveProbabilitiesAndCallsTheirNames() {
    String stream =
        """
        data: {"id":"a","choices":[{"delta":{"content":"Hi"}}]}

        data: {"id":"a","choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"t","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}

        data: [DONE]

        """;
    List<JsonNode> events = events(ErrorTests.streamed(RESPONSES, CHAT_COMPLETIONS, stream));

    assertThat(of(events, "response.output_text.delta").path("logprobs").toString())
        .isEqualTo("[]");
    assertThat(of(events, "response.output_text.done").path("logprobs").toString()).isEqualTo("[]");
    assertThat(of(events, "response.content_part.done").at("/part/logprobs").toString())
        .isEqualTo("[]");
    assertThat(of(events, "response.function_call_arguments.done").path("name").asString(""))
        .isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "LANGUAGE"})
  void geminisOtherRefusalsAreRefusals(String reason) {
    assertThat(
            answer(MESSAGES, GENERATE_CONTENT, finished(reason)).path("stop_reason").asString(""))
        .isEqualTo("refusal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS"})
  void aCallThatIsNoneIsAFailureAndNotAnEnd(String reason) {
    assertThatThrownBy(() -> answer(MESSAGES, GENERATE_CONTENT, finished(reason)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(reason);
    assertThat(
            ErrorTests.streamed(MESSAGES, GENERATE_CONTENT, "data: " + finished(reason) + "\n\n"))
        .contains("event: error")
        .contains(reason)
        .doesNotContain("message_stop");
  }

  /** Python's client reads the first of them, JavaScript's only what no {@code data:} precedes. */
  @Test
  void geminisClientsAreToldOfFailuresAsEachReadsThem() {
    String told =
        ErrorTests.streamed(
            GENERATE_CONTENT,
            MESSAGES,
            "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Busy.\"}}\n\n");
    String error = "{\"error\":{\"code\":529,\"message\":\"Busy.\",\"status\":\"UNAVAILABLE\"}}";

    assertThat(told).isEqualTo("data: " + error + "\n\n" + error);
  }

  private static String finished(String reason) {
    return "{\"responseId\":\"r\",\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\""
        + reason
        + "\"}]}";
  }

  private static JsonNode of(List<JsonNode> events, String type) {
    return events.stream()
        .filter(event -> event.path("type").asString("").equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> events(String stream) {
    return Arrays.stream(stream.split("\n"))
        .filter(line -> line.startsWith("data: {"))
        .map(line -> JSON.readTree(line.substring(6)))
        .toList();
  }

  private static JsonNode answer(Format client, Format provider, String body) {
    return JSON.readTree(
        Translation.between(client, provider, InstantSource.system())
            .answer(body.getBytes(UTF_8), "m"));
  }
}
