package ai.preloop.activities.translation;

import static ai.preloop.activities.translation.Format.CHAT_COMPLETIONS;
import static ai.preloop.activities.translation.Format.MESSAGES;
import static ai.preloop.activities.translation.Requests.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where servers that speak chat completions do not do as OpenAI does. */
class CompatibleServerTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String AFTER_A_TOOL =
      """
      {"max_tokens":9,"messages":[
        {"role":"user","content":"go"},
        {"role":"assistant","content":[{"type":"tool_use","id":"%1$s","name":"t","input":{}}]},
        {"role":"user","content":[
          {"type":"tool_result","tool_use_id":"%1$s","content":"ok"},
          {"type":"text","text":"and now?"}]}]}\
      """;

  @Test
  void callsOfOneNumberAreToldApartByTheirIds() {
    assertThat(
            streamed(
                MESSAGES,
                """
                data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"","tool_calls":[{"id":"call_a","index":0,"type":"function","function":{"name":"one","arguments":"{\\"x\\":1}"}}]},"finish_reason":null}]}

                data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"","tool_calls":[{"id":"call_b","index":0,"type":"function","function":{"name":"two","arguments":"{\\"x\\":2}"}}]},"finish_reason":null}]}

                data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

                data: [DONE]

                """))
        .contains("\"id\":\"call_a\",\"name\":\"one\"", "\"id\":\"call_b\",\"name\":\"two\"")
        .contains("\"partial_json\":\"{\\\"x\\\":1}\"", "\"partial_json\":\"{\\\"x\\\":2}\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"index\":0,", ""})
  void aCallGoesOnWhereItsIdIsSaidAgain(String number) {
    String piece =
        """
        data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"id":"call_a",%s"function":{"name":"one","arguments":"%s"}}]}}]}

        """;
    String told =
        streamed(
            MESSAGES,
            piece.formatted(number, "{")
                + piece.formatted(number, "}")
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n");

    assertThat(told).containsOnlyOnce("\"type\":\"tool_use\"").doesNotContain("\"error\"");
  }

  /** The answer of a model of Mistral's that reasons ("Reasoning", docs.mistral.ai). */
  @Test
  void thoughtsAmongTheContentAreThoughts() {
    JsonNode told =
        answer(
            MESSAGES,
            """
            {"id":"c","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":[
              {"type":"thinking","thinking":[{"type":"text","text":"Hm."}]},
              {"type":"text","text":"42"}]}}],
             "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}\
            """);

    assertThat(told.at("/content/0/thinking").asString("")).isEqualTo("Hm.");
    assertThat(told.at("/content/1/text").asString("")).isEqualTo("42");
  }

  @Test
  void thoughtsAmongTheContentOfAStreamAreThoughts() {
    assertThat(
            streamed(
                MESSAGES,
                """
                data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]}]}}]}

                data: {"id":"c","choices":[{"index":0,"delta":{"content":[{"type":"text","text":"4"}]}}]}

                data: {"id":"c","choices":[{"index":0,"delta":{"content":"2"},"finish_reason":"stop"}]}

                data: [DONE]

                """))
        .contains("\"thinking\":\"Hm.\"", "\"text\":\"4\"", "\"text\":\"2\"", "message_stop")
        .doesNotContain("\"error\"");
  }

  /** As LocalAI and SGLang tell it. */
  @Test
  void anEmptyReasonToStopIsNone() {
    String piece =
        """
        data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":""}]}

        """;

    assertThat(streamed(MESSAGES, piece)).contains("event: error").doesNotContain("message_stop");
    assertThat(
            streamed(
                MESSAGES,
                piece
                    + piece
                    + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"))
        .containsOnlyOnce("event: content_block_start")
        .contains("message_stop");
  }

  @Test
  void aByteOrderMarkBeforeAStreamIsNothing() {
    assertThat(
            streamed(
                MESSAGES,
                "\ufeffdata: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n"))
        .contains("\"text\":\"Hi\"", "message_stop");
  }

  @Test
  void anEventWithoutAnEndIsNotKept() {
    StreamTranslation translation =
        Translation.between(MESSAGES, CHAT_COMPLETIONS, InstantSource.system()).stream("alias");
    List<String> told = new ArrayList<>();
    byte[] flood = new byte[1 << 20];
    Arrays.fill(flood, (byte) 'x');

    for (int i = 0; i < 40; i++) {
      translation.feed(flood, 0, flood.length, event -> told.add(new String(event, UTF_8)));
    }

    assertThat(told).singleElement().asString().startsWith("event: error\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"toolu_01", "call_1", "kD8sFhj2x"})
  void mistralsCallsHaveNineLettersAndDigits(String id) {
    JsonNode messages =
        request(MESSAGES, CHAT_COMPLETIONS, "devstral-2512", AFTER_A_TOOL.formatted(id))
            .path("messages");
    String called = messages.at("/1/tool_calls/0/id").asString("");

    assertThat(called).matches("[A-Za-z0-9]{9}");
    assertThat(messages.at("/2/tool_call_id").asString("")).isEqualTo(called);
    if (id.length() == 9) {
      assertThat(called).isEqualTo(id);
    }
  }

  @Test
  void anImageOfAResultNamesTheCallAsMistralKnowsIt() {
    JsonNode messages =
        request(
                MESSAGES,
                CHAT_COMPLETIONS,
                "pixtral-12b",
                AFTER_A_TOOL
                    .formatted("toolu_01")
                    .replace(
                        "\"content\":\"ok\"",
                        """
                        "content":[{"type":"image","source":
                          {"type":"base64","media_type":"image/png","data":"iVBORw0="}}]\
                        """))
            .path("messages");

    assertThat(messages.at("/4/content/0/text").asString(""))
        .isEqualTo(
            "From the result of tool call %s:"
                .formatted(messages.at("/2/tool_call_id").asString("-")));
  }

  @Test
  void theAssistantStandsBetweenAToolAndTheUserOfMistral() {
    assertThat(roles("mistral-large-latest"))
        .containsExactly("user", "assistant", "tool", "assistant", "user");
    assertThat(roles("qwen3")).containsExactly("user", "assistant", "tool", "user");
  }

  @Test
  void marksOfTheCacheGoOnToClaudeAndToNobodyElse() {
    String body =
        """
        {"max_tokens":9,
         "system":[{"type":"text","text":"be brief"},
           {"type":"text","text":"rules","cache_control":{"type":"ephemeral","ttl":"1h"}}],
         "messages":[
           {"role":"user","content":[{"type":"text","text":"go"}]},
           {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"t","input":{}}]},
           {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"ok",
              "cache_control":{"type":"ephemeral"}}]},
           {"role":"user","content":[{"type":"text","text":"on","cache_control":{"type":"ephemeral"}}]}]}\
        """;
    JsonNode claude =
        request(MESSAGES, CHAT_COMPLETIONS, "anthropic/claude-sonnet-4.5", body).path("messages");

    assertThat(claude.at("/0/content").toString())
        .isEqualTo(
            """
            [{"type":"text","text":"be brief"},{"type":"text","text":"rules","cache_control":{"type":"ephemeral","ttl":"1h"}}]\
            """);
    assertThat(claude.at("/1/content").asString("")).isEqualTo("go");
    assertThat(claude.at("/3/content/0/cache_control/type").asString("")).isEqualTo("ephemeral");
    assertThat(claude.at("/4/content/0/cache_control/type").asString("")).isEqualTo("ephemeral");
    assertThat(request(MESSAGES, CHAT_COMPLETIONS, "qwen3", body).toString())
        .doesNotContain("cache_control")
        .contains("\"be brief\\n\\nrules\"");
  }

  private static Stream<String> roles(String model) {
    return request(MESSAGES, CHAT_COMPLETIONS, model, AFTER_A_TOOL.formatted("toolu_01"))
        .path("messages")
        .valueStream()
        .map(message -> message.path("role").asString(""));
  }

  private static JsonNode answer(Format client, String body) {
    return JSON.readTree(
        Translation.between(client, CHAT_COMPLETIONS, InstantSource.system())
            .answer(body.getBytes(UTF_8), "alias"));
  }

  private static String streamed(Format client, String stream) {
    StreamTranslation translation =
        Translation.between(client, CHAT_COMPLETIONS, InstantSource.system()).stream("alias");
    StringBuilder told = new StringBuilder();
    byte[] bytes = stream.getBytes(UTF_8);
    translation.feed(bytes, 0, bytes.length, event -> told.append(new String(event, UTF_8)));
    translation.end(event -> told.append(new String(event, UTF_8)));
    return told.toString();
  }
}
