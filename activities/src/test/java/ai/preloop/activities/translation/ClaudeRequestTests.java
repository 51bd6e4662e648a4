package ai.preloop.activities.translation;

import static ai.preloop.activities.translation.Format.CHAT_COMPLETIONS;
import static ai.preloop.activities.translation.Format.MESSAGES;
import static ai.preloop.activities.translation.Format.RESPONSES;
import static ai.preloop.activities.translation.Requests.CHAT_TOOL;
import static ai.preloop.activities.translation.Requests.chat;
import static ai.preloop.activities.translation.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What each generation of Claude is asked, as far as it differs. */
class ClaudeRequestTests {

  private static final String SAMPLING = ",\"temperature\":0.2,\"top_p\":0.5,\"top_k\":7";
  private static final String SCHEMA =
      ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":";

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-4-5-20250929, true",
    "claude-opus-4-6, true",
    "anthropic/claude-opus-4.6, true",
    "claude-opus-4-7, false",
    "claude-opus-4-8, false",
    "us.anthropic.claude-sonnet-5-20260801-v1:0, false",
    "claude-sonnet-5-5, false",
    "anthropic/claude-4.7-opus, false",
    "claude-mythos-preview, false",
    "claude-new-9, false",
    "glm-5, true"
  })
  void samplingIsOnlyForWhatTakesIt(String model, boolean taken) {
    JsonNode request = request(CHAT_COMPLETIONS, MESSAGES, model, chat(SAMPLING));

    assertThat(request.has("temperature")).isEqualTo(taken);
    assertThat(request.has("top_k")).isEqualTo(taken);
    assertThat(request.has("top_p")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"claude-opus-5-5", "claude-sonnet-5-5", "claude-fable-5-1", "claude-opus-6"})
  void aForcedToolIsRefusedWhereTheModelChoosesByItself(String model) {
    assertThatThrownBy(() ->
            request(
                CHAT_COMPLETIONS,
                MESSAGES,
                model,
                chat(",\"tool_choice\":\"required\"," + CHAT_TOOL)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("tool_choice");
  }

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-4-5, ''",
    "claude-opus-4-6, adaptive",
    "claude-opus-4-7, adaptive",
    "claude-opus-5, adaptive",
    "claude-haiku-5-5, adaptive",
    "claude-fable-5, adaptive"
  })
  void onlyABudgetExcludesAForcedTool(String model, String thinking) {
    JsonNode request =
        request(
            CHAT_COMPLETIONS,
            MESSAGES,
            model,
            chat(",\"reasoning_effort\":\"low\",\"tool_choice\":\"required\"," + CHAT_TOOL));

    assertThat(request.at("/tool_choice/type").asString("")).isEqualTo("any");
    assertThat(request.at("/thinking/type").asString("")).isEqualTo(thinking);
  }

  @Test
  void onlyABudgetNeedsTheThoughtsThatLedToCalls() {
    String amid =
        """
        {"reasoning_effort":"low","messages":[{"role":"user","content":"a"},
         {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"t","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c","content":"x"}]}\
        """;

    assertThat(request(CHAT_COMPLETIONS, MESSAGES, "claude-haiku-4-5", amid).has("thinking"))
        .isFalse();
    assertThat(
            request(CHAT_COMPLETIONS, MESSAGES, "claude-opus-4-6", amid)
                .at("/thinking/type")
                .asString(""))
        .isEqualTo("adaptive");
  }

  @ParameterizedTest
  @CsvSource({
    "claude-haiku-4-5, '', ''",
    "claude-opus-4-8, '', ''",
    "claude-sonnet-5, disabled, ''",
    "claude-opus-5, disabled, ''",
    "claude-haiku-5-5, disabled, ''",
    "claude-sonnet-5-5, between_tools, ''",
    "claude-opus-5-5, '', low",
    "claude-fable-5, '', low",
    "claude-fable-5-1, '', low",
    "claude-new-9, '', low"
  })
  void offIsWrittenAsTheModelTakesIt(String model, String thinking, String effort) {
    JsonNode request =
        request(CHAT_COMPLETIONS, MESSAGES, model, chat(",\"reasoning_effort\":\"none\""));

    assertThat(request.at("/thinking/type").asString("")).isEqualTo(thinking);
    assertThat(request.at("/output_config/effort").asString("")).isEqualTo(effort);
  }

  @ParameterizedTest
  @CsvSource({
    "claude-opus-4-6, xhigh, max",
    "claude-opus-4-7, xhigh, xhigh",
    "claude-sonnet-5, max, max",
    "claude-sonnet-5, minimal, low"
  })
  void effortsAreTheModelsOrTheNearest(String model, String asked, String written) {
    JsonNode request =
        request(CHAT_COMPLETIONS, MESSAGES, model, chat(",\"reasoning_effort\":\"" + asked + "\""));

    assertThat(request.at("/output_config/effort").asString("")).isEqualTo(written);
    assertThat(request.at("/thinking/display").asString("")).isEqualTo("summarized");
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude-3-opus-20240229", "claude-3-5-haiku-latest", "glm-5"})
  void whatDoesNotThinkIsNotAskedTo(String model) {
    JsonNode request =
        request(CHAT_COMPLETIONS, MESSAGES, model, chat(",\"reasoning_effort\":\"high\""));

    assertThat(request.has("thinking")).isFalse();
    assertThat(request.has("output_config")).isFalse();
  }

  @Test
  void aStopSequenceOfWhitespaceIsRefusedAndAnEmptyOneIsNone() {
    assertThatThrownBy(
            () -> request(CHAT_COMPLETIONS, MESSAGES, "claude-opus-4-6", chat(",\"stop\":\"\\n\"")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("whitespace");
    assertThat(
            request(CHAT_COMPLETIONS, MESSAGES, "claude-opus-4-6", chat(",\"stop\":[\"\",\"x\"]"))
                .path("stop_sequences")
                .toString())
        .isEqualTo("[\"x\"]");
  }

  @Test
  void theAssistantsOwnBeginningIsOnlyForWhatGoesOnWithIt() {
    String begun =
        """
        {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"{"}]}\
        """;

    assertThat(
            request(CHAT_COMPLETIONS, MESSAGES, "claude-sonnet-4-5", begun)
                .at("/messages/1/role")
                .asString(""))
        .isEqualTo("assistant");
    assertThatThrownBy(() -> request(CHAT_COMPLETIONS, MESSAGES, "claude-opus-4-6", begun))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("assistant");
  }

  @Test
  void aSchemaIsClosedAndWhatItCannotSayIsDescribed() {
    JsonNode schema =
        request(
                CHAT_COMPLETIONS,
                MESSAGES,
                "claude-opus-4-6",
                chat(
                    SCHEMA
                        + """
                        {"type":"object","properties":{
                          "n":{"type":"integer","description":"How many.","minimum":1,"maximum":9},
                          "at":{"type":"string","format":"date"},
                          "list":{"type":"array","minItems":1,"maxItems":3,"items":
                            {"type":"object","properties":{"minimum":{"type":"string"}}}},
                          "one":{"oneOf":[{"type":"null"},{"$ref":"#/$defs/d"}]}},
                         "required":["n"],
                         "$defs":{"d":{"type":"object","properties":{"x":{"type":"string","format":"iri"}}}}}}}\
                        """))
            .at("/output_config/format/schema");

    assertThat(schema.path("additionalProperties").toString()).isEqualTo("false");
    assertThat(schema.at("/properties/n").toString())
        .isEqualTo("{\"type\":\"integer\",\"description\":\"How many. (minimum: 1, maximum: 9)\"}");
    assertThat(schema.at("/properties/at/format").asString("")).isEqualTo("date");
    assertThat(schema.at("/properties/list").toString())
        .isEqualTo(
            "{\"type\":\"array\",\"minItems\":1,\"items\":{\"type\":\"object\",\"properties\":"
                + "{\"minimum\":{\"type\":\"string\"}},\"additionalProperties\":false},"
                + "\"description\":\"(maxItems: 3)\"}");
    assertThat(schema.at("/properties/one/anyOf/1/$ref").asString("")).isEqualTo("#/$defs/d");
    assertThat(schema.at("/$defs/d/additionalProperties").toString()).isEqualTo("false");
    assertThat(schema.at("/$defs/d/properties/x").toString())
        .isEqualTo("{\"type\":\"string\",\"description\":\"(format: \\\"iri\\\")\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"object\"}",
        "{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}}}"
      })
  void aSchemaWithMembersOfAnyNameIsRefused(String schema) {
    assertThatThrownBy(() ->
            request(CHAT_COMPLETIONS, MESSAGES, "claude-opus-4-6", chat(SCHEMA + schema + "}}")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("schema");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"additionalProperties\":false} | true",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}} | false",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":1}},\"additionalProperties\":false} | false"
      })
  void aToolIsStrictOnlyWhereItsSchemaIsTakenAsItIs(String schema, boolean strict) {
    JsonNode request =
        request(
            CHAT_COMPLETIONS,
            MESSAGES,
            "claude-opus-4-6",
            chat(
                ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"t\",\"strict\":true,\"parameters\":"
                    + schema
                    + "}}]"));

    assertThat(request.at("/tools/0").has("strict")).isEqualTo(strict);
    assertThat(request.at("/tools/0/input_schema").toString()).isEqualTo(schema);
  }

  @ParameterizedTest
  @CsvSource({
    "claude-opus-4-6, true",
    "claude-sonnet-5, true",
    "claude-opus-5-5, true",
    "us.anthropic.claude-opus-5-5-20260922-v1:0, true",
    "claude-sonnet-5-5, false",
    "claude-fable-5-1, false"
  })
  void boundThoughtsGoBackToTheModelThatHadThem(String model, boolean kept) {
    String answer =
        """
        {"id":"msg_1","model":"claude-opus-5-5-20260922","content":[
         {"type":"thinking","thinking":"Hm.","signature":"c2ln"},
         {"type":"text","text":"Yes."}],"stop_reason":"end_turn"}\
        """;

    assertThat(RoundTripTests.saidAgain(model, answer).toString().contains("c2ln")).isEqualTo(kept);
  }

  @Test
  void theInputOfAToolIsAnObjectThoughTheClientDoesNotSaySo() {
    assertThat(
            request(
                    CHAT_COMPLETIONS,
                    MESSAGES,
                    "claude-sonnet-4-5",
                    chat(
                        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"t\",\"parameters\":{\"properties\":{}}}}]"))
                .at("/tools/0/input_schema")
                .toString())
        .isEqualTo("{\"type\":\"object\",\"properties\":{}}");
  }

  @Test
  void anImageOfJpgIsOneOfJpeg() {
    assertThat(
            request(
                    CHAT_COMPLETIONS,
                    MESSAGES,
                    "claude-sonnet-4-5",
                    """
                    {"messages":[{"role":"user","content":[
                      {"type":"image_url","image_url":{"url":"data:image/jpg;base64,/9j/"}}]}]}\
                    """)
                .at("/messages/0/content/0/source/media_type")
                .asString(""))
        .isEqualTo("image/jpeg");
  }

  @Test
  void aFileOfTextIsSaidAsText() {
    assertThat(
            request(
                    CHAT_COMPLETIONS,
                    MESSAGES,
                    "claude-sonnet-4-5",
                    """
                    {"messages":[{"role":"user","content":[{"type":"file","file":{
                      "filename":"a.txt","file_data":"data:text/plain;base64,w6kh"}}]}]}\
                    """)
                .at("/messages/0/content")
                .toString())
        .isEqualTo("[{\"type\":\"text\",\"text\":\"\u00e9!\"}]");
  }

  @Test
  void aFileIsItsBytesThoughTheyHaveNoHead() {
    assertThat(
            request(
                    RESPONSES,
                    MESSAGES,
                    "claude-sonnet-4-5",
                    """
                    {"input":[{"role":"user","content":[
                      {"type":"input_file","filename":"a.pdf","file_data":"JVBERi0="}]}]}\
                    """)
                .at("/messages/0/content/0/source")
                .toString())
        .isEqualTo(
            "{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"JVBERi0=\"}");
  }
}
