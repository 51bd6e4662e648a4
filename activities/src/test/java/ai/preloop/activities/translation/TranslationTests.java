package ai.preloop.activities.translation;

import static ai.preloop.activities.translation.Format.CHAT_COMPLETIONS;
import static ai.preloop.activities.translation.Format.GENERATE_CONTENT;
import static ai.preloop.activities.translation.Format.MESSAGES;
import static ai.preloop.activities.translation.Format.RESPONSES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TranslationTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void nothingIsTranslatedToItself() {
    assertThatThrownBy(() -> Translation.between(MESSAGES, MESSAGES, InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theClientsMarksOfTheCacheStayAndNoneAreAdded() {
    JsonNode request =
        request(
            CHAT_COMPLETIONS,
            MESSAGES,
            "claude-opus-4-6",
            """
            {"messages":[{"role":"user","content":[
               {"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}},
               {"type":"text","text":"b"}]}],
             "tools":[{"type":"function","function":{"name":"t"}}]}\
            """);

    assertThat(request.findValues("cache_control").toString())
        .isEqualTo("[{\"type\":\"ephemeral\",\"ttl\":\"1h\"}]");
  }

  @Test
  void nothingIsMarkedForTheCacheWithoutTools() {
    JsonNode request = request(CHAT_COMPLETIONS, MESSAGES, "claude-opus-4-6", chat(""));

    assertThat(request.findValue("cache_control")).isNull();
  }

  @Test
  void outputIsLimitedByWhatTheModelCan() {
    byte[] body = chat("").getBytes(UTF_8);
    Translation translation =
        Translation.between(CHAT_COMPLETIONS, MESSAGES, InstantSource.system());

    assertThat(read(translation.request(body, "m", false, 4_096)).path("max_tokens").asInt())
        .isEqualTo(4_096);
    assertThat(read(translation.request(body, "m", false, 128_000)).path("max_tokens").asInt())
        .isEqualTo(32_000);
  }

  @Test
  void temperaturesEndAtOneForAnthropicAndExcludeTopP() {
    JsonNode request =
        request(CHAT_COMPLETIONS, MESSAGES, "m", chat(",\"temperature\":1.7,\"top_p\":0.5"));

    assertThat(request.path("temperature").asDouble()).isEqualTo(1.0);
    assertThat(request.has("top_p")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-4-5-20250929, enabled",
    "claude-sonnet-4-20250514, enabled",
    "eu.anthropic.claude-opus-4-1-20250805-v1:0, enabled",
    "claude-3-7-sonnet-latest, enabled",
    "claude-opus-4-6, adaptive",
    "claude-opus-4-10, adaptive",
    "claude-sonnet-5, adaptive"
  })
  void claudeThinksAsItsGenerationDoes(String model, String type) {
    JsonNode request =
        request(CHAT_COMPLETIONS, MESSAGES, model, chat(",\"reasoning_effort\":\"medium\""));

    assertThat(request.at("/thinking/type").asString("")).isEqualTo(type);
    assertThat(request.at("/thinking/budget_tokens").asInt(0))
        .isEqualTo(type.equals("enabled") ? 8_192 : 0);
    assertThat(request.at("/output_config/effort").asString(""))
        .isEqualTo(type.equals("enabled") ? "" : "medium");
  }

  @Test
  void claudeDoesNotThinkWhereAnthropicWouldRefuseIt() {
    String forced =
        chat(
            ",\"reasoning_effort\":\"low\",\"tool_choice\":\"required\","
                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"t\"}}]");
    String amid =
        """
        {"reasoning_effort":"low","messages":[{"role":"user","content":"a"},
         {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"t","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c","content":"x"}]}\
        """;

    assertThat(request(CHAT_COMPLETIONS, MESSAGES, "m", forced).has("thinking")).isFalse();
    assertThat(request(CHAT_COMPLETIONS, MESSAGES, "m", amid).has("thinking")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, max_tokens",
    "qwen3, max_tokens",
    "gpt-oss-120b, max_tokens",
    "gpt-5.1-codex, max_completion_tokens",
    "openai/o3-mini, max_completion_tokens"
  })
  void theLimitHasTheNameThatTheModelTakes(String model, String name) {
    assertThat(request(MESSAGES, CHAT_COMPLETIONS, model, messages("")).path(name).asInt())
        .isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash, '{\"includeThoughts\":true,\"thinkingBudget\":2000}'",
    "gemini-3-pro, '{\"includeThoughts\":true,\"thinkingLevel\":\"low\"}'"
  })
  void geminiThinksAsItsGenerationDoes(String model, String expected) {
    String body = messages(",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}");

    assertThat(
            request(MESSAGES, GENERATE_CONTENT, model, body)
                .at("/generationConfig/thinkingConfig")
                .toString())
        .isEqualTo(expected);
  }

  @Test
  void anyJsonIsAskedForInWordsWhereThereIsNoOtherWay() {
    JsonNode request =
        request(
            CHAT_COMPLETIONS,
            MESSAGES,
            "m",
            chat(",\"response_format\":{\"type\":\"json_object\"}"));

    assertThat(request.at("/system/0/text").asString("")).contains("JSON");
  }

  @Test
  void aSchemaIsStrictOnlyWhereOpenAiTakesItSo() {
    String open =
        """
        {"max_tokens":9,"messages":[{"role":"user","content":"a"}],"output_config":{"format":
         {"type":"json_schema","schema":{"type":"object","properties":{"a":{"type":"string"}},
          "additionalProperties":false}}}}\
        """;

    assertThat(request(MESSAGES, RESPONSES, "m", open).at("/text/format/strict").asBoolean(true))
        .isFalse();
  }

  @Test
  void argumentsThatAreNoObjectAreKept() {
    String body =
        """
        {"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":
         [{"id":"c","type":"function","function":{"name":"t","arguments":"{\\"city\\": Ber"}}]},
         {"role":"tool","tool_call_id":"c","content":"x"}]}\
        """;

    assertThat(
            request(CHAT_COMPLETIONS, MESSAGES, "m", body)
                .at("/messages/1/content/0/input/raw_arguments")
                .asString(""))
        .isEqualTo("{\"city\": Ber");
  }

  @Test
  void resultsOfToolsStandBeforeWhatTheUserSaysMeanwhile() {
    String body =
        """
        {"input":[{"role":"user","content":"a"},
         {"type":"function_call","call_id":"c","name":"t","arguments":"{}"},
         {"role":"user","content":"wait"},
         {"type":"function_call_output","call_id":"c","output":"x"}]}\
        """;
    JsonNode content = request(RESPONSES, MESSAGES, "m", body).at("/messages/2/content");

    assertThat(content.path(0).path("type").asString("")).isEqualTo("tool_result");
    assertThat(content.path(1).path("text").asString("")).isEqualTo("wait");
  }

  @Test
  void idsHaveTheLettersThatAnthropicTakesOnBothSides() {
    String body =
        """
        {"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":
         [{"id":"functions.t:0","type":"function","function":{"name":"t","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"functions.t:0","content":"x"}]}\
        """;
    JsonNode request = request(CHAT_COMPLETIONS, MESSAGES, "m", body);

    assertThat(request.at("/messages/1/content/0/id").asString("")).isEqualTo("functions_t_0");
    assertThat(request.at("/messages/2/content/0/tool_use_id").asString(""))
        .isEqualTo("functions_t_0");
  }

  @ParameterizedTest
  @CsvSource({
    "max_tokens, length, incomplete, MAX_TOKENS",
    "refusal, content_filter, incomplete, SAFETY",
    "stop_sequence, stop, completed, STOP",
    "end_turn, stop, completed, STOP"
  })
  void reasonsToStopAreTheClients(String said, String chat, String responses, String gemini) {
    byte[] answer =
        ("{\"id\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"stop_reason\":\""
                + said
                + "\"}")
            .getBytes(UTF_8);

    assertThat(answer(CHAT_COMPLETIONS, answer).at("/choices/0/finish_reason").asString(""))
        .isEqualTo(chat);
    assertThat(answer(RESPONSES, answer).path("status").asString("")).isEqualTo(responses);
    assertThat(answer(GENERATE_CONTENT, answer).at("/candidates/0/finishReason").asString(""))
        .isEqualTo(gemini);
  }

  @Test
  void aPromptThatGeminiBlocksIsARefusal() {
    byte[] blocked = "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}".getBytes(UTF_8);

    assertThat(
            read(Translation.between(MESSAGES, GENERATE_CONTENT, InstantSource.system())
                    .answer(blocked, "m"))
                .path("stop_reason")
                .asString(""))
        .isEqualTo("refusal");
  }

  @Test
  void halfACharacterPassesAsTheEscapeItWas() {
    String stream =
        """
        data: {"id":"a","choices":[{"delta":{"content":"\\ud83d"}}]}

        data: {"id":"a","choices":[{"delta":{"content":"\\ude00"}}]}

        """;

    assertThat(ErrorTests.streamed(MESSAGES, CHAT_COMPLETIONS, stream))
        .contains("\"text\":\"\\ud83d\"")
        .contains("\"text\":\"\\ude00\"");
  }

  @Test
  void callsThatAServerDoesNotNumberAreToldApartByTheirIds() {
    String stream =
        """
        data: {"id":"a","choices":[{"delta":{"tool_calls":[{"id":"c1","function":{"name":"t","arguments":"{}"}}]}}]}

        data: {"id":"a","choices":[{"delta":{"tool_calls":[{"id":"c2","function":{"name":"u","arguments":""}}]},"finish_reason":"stop"}]}

        data: [DONE]

        """;

    assertThat(ErrorTests.streamed(MESSAGES, CHAT_COMPLETIONS, stream))
        .contains("\"id\":\"c1\",\"name\":\"t\"")
        .contains("\"id\":\"c2\",\"name\":\"u\"")
        .contains("\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}")
        .contains("\"stop_reason\":\"tool_use\"");
  }

  @Test
  void streamsAreTranslatedEventByEvent() {
    var sent = new ArrayList<byte[]>();
    StreamTranslation stream =
        Translation.between(MESSAGES, CHAT_COMPLETIONS, InstantSource.system()).stream("m");
    byte[] event =
        "data: {\"id\":\"a\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n".getBytes(UTF_8);

    stream.feed(event, 0, event.length - 1, sent::add);
    assertThat(sent).isEmpty();
    stream.feed(event, event.length - 1, event.length, sent::add);
    assertThat(new String(sent.getLast(), UTF_8)).contains("\"text\":\"Hi\"");
  }

  /** As Google's own examples for the shell write it. */
  @Test
  void oneAloneStandsForAnArrayOfItselfInGeminisRequests() {
    JsonNode request =
        request(
            GENERATE_CONTENT,
            MESSAGES,
            "claude-haiku-4-5",
            """
            {"system_instruction":{"parts":{"text":"You are a cat."}},
             "contents":{"role":"user","parts":{"text":"Hello"}},
             "tools":{"function_declarations":{"name":"mew"}},
             "generation_config":{"stop_sequences":"purr"}}\
            """);

    assertThat(request.at("/system/0/text").asString("")).isEqualTo("You are a cat.");
    assertThat(request.at("/messages/0/content/0/text").asString("")).isEqualTo("Hello");
    assertThat(request.at("/tools/0/name").asString("")).isEqualTo("mew");
    assertThat(request.path("stop_sequences").toString()).isEqualTo("[\"purr\"]");
  }

  @Test
  void aWholeNumberMayHaveAFractionOfNothing() {
    assertThat(gemini("\"topK\":40.0").path("top_k").toString()).isEqualTo("40");
    for (String none : new String[] {"40.5", "1e999999999", "4000000000"}) {
      assertThatThrownBy(() -> gemini("\"topK\":" + none))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("generationConfig.topK");
    }
  }

  private static JsonNode gemini(String config) {
    return request(
        GENERATE_CONTENT,
        MESSAGES,
        "claude-haiku-4-5",
        "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}],\"generationConfig\":{" + config + "}}");
  }

  @Test
  void limitsOfGeminisSchemasAreNumbersThoughTheyWereStrings() {
    JsonNode request =
        request(
            GENERATE_CONTENT,
            MESSAGES,
            "claude-haiku-4-5",
            """
            {"contents":[{"parts":[{"text":"hi"}]}],"tools":[{"functionDeclarations":[
               {"name":"t","parameters":{"type":"OBJECT","properties":{
                 "list":{"type":"ARRAY","minItems":"1","maxItems":"3","items":{"type":"STRING"}}}}}]}]}\
            """);

    assertThat(request.at("/tools/0/input_schema/properties/list").toString())
        .isEqualTo(
            "{\"type\":\"array\",\"minItems\":1,\"maxItems\":3,\"items\":{\"type\":\"string\"}}");
  }

  @Test
  void aResponseThatFailedIsNoAnswer() {
    Translation translation = Translation.between(MESSAGES, RESPONSES, InstantSource.system());
    String failed =
        """
        {"id":"resp_1","object":"response","created_at":1,"status":"failed",
         "error":{"code":"server_error","message":"It broke."},"output":[],"usage":null}\
        """;

    assertThatThrownBy(() -> translation.answer(failed.getBytes(UTF_8), "m"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("It broke.");
  }

  @ParameterizedTest
  @CsvSource({"RESPONSES, output", "MESSAGES, content", "CHAT_COMPLETIONS, choices"})
  void anObjectWithoutAnAnswerIsNone(Format provider, String member) {
    Translation translation =
        Translation.between(GENERATE_CONTENT, provider, InstantSource.system());
    byte[] other = "{\"id\":\"x\",\"ok\":true}".getBytes(UTF_8);

    assertThatThrownBy(() -> translation.answer(other, "m"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(member);
  }

  @Test
  void anImageOfTwentyFourMegabytesIsTranslated() {
    String image = "A".repeat(24 << 20);
    JsonNode request =
        request(
            CHAT_COMPLETIONS,
            MESSAGES,
            "claude-haiku-4-5",
            """
            {"messages":[{"role":"user","content":[
              {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}\
            """
                .formatted(image));

    assertThat(request.at("/messages/0/content/0/source/data").asString("")).hasSize(24 << 20);
  }

  private static JsonNode request(Format client, Format provider, String model, String body) {
    return read(
        Translation.between(client, provider, InstantSource.system())
            .request(body.getBytes(UTF_8), model, false));
  }

  private static JsonNode answer(Format client, byte[] body) {
    return read(Translation.between(client, MESSAGES, InstantSource.system()).answer(body, "m"));
  }

  private static JsonNode read(byte[] json) {
    return JSON.readTree(json);
  }

  private static String chat(String more) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
  }

  private static String messages(String more) {
    return "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
  }
}
