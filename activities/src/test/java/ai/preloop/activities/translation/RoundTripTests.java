package ai.preloop.activities.translation;

import static ai.preloop.activities.translation.Format.CHAT_COMPLETIONS;
import static ai.preloop.activities.translation.Format.GENERATE_CONTENT;
import static ai.preloop.activities.translation.Format.MESSAGES;
import static ai.preloop.activities.translation.Format.RESPONSES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a provider said comes back to it as it was, through a client of another format. */
class RoundTripTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String GEMINI =
      """
      {"candidates":[{"content":{"role":"model","parts":[
        {"functionCall":{"id":"f1","name":"weather","args":{"city":"Bern"}},"thoughtSignature":"U0lH+/=="}
      ]},"finishReason":"STOP"}],"responseId":"r1"}\
      """;
  private static final String CLAUDE =
      """
      {"id":"msg_1","content":[{"type":"thinking","thinking":"Hm.","signature":"c2ln"},
       {"type":"redacted_thinking","data":"aGlkZGVu"},
       {"type":"tool_use","id":"t1","name":"weather","input":{"city":"Bern"}}],"stop_reason":"tool_use"}\
      """;
  private static final String OPENAI =
      """
      {"id":"resp_1","created_at":1,"status":"completed","output":[
       {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"ZW5j"},
       {"type":"function_call","id":"fc_1","call_id":"c1","name":"weather","arguments":"{\\"city\\":\\"Bern\\"}"}]}\
      """;

  @Test
  void geminisSignatureComesBackThroughTheIdOfTheCall() {
    for (Format client : new Format[] {CHAT_COMPLETIONS, MESSAGES, RESPONSES}) {
      JsonNode call = returned(client, GENERATE_CONTENT, GEMINI).at("/contents/1/parts/0");

      assertThat(call.path("thoughtSignature").asString("")).as("%s", client).isEqualTo("U0lH+/==");
      assertThat(call.at("/functionCall/id").asString("")).isEqualTo("f1");
    }
  }

  @Test
  void claudesSignaturesComeBackThroughEachClient() {
    for (Format client : new Format[] {CHAT_COMPLETIONS, RESPONSES, GENERATE_CONTENT}) {
      JsonNode content = returned(client, MESSAGES, CLAUDE).at("/messages/1/content");

      assertThat(content.path(0).toString())
          .as("%s", client)
          .isEqualTo("{\"type\":\"thinking\",\"thinking\":\"Hm.\",\"signature\":\"c2ln\"}");
      assertThat(content.path(1).toString())
          .isEqualTo("{\"type\":\"redacted_thinking\",\"data\":\"aGlkZGVu\"}");
      assertThat(content.path(2).path("id").asString("")).isEqualTo("t1");
    }
  }

  @Test
  void openAisEncryptedThoughtsComeBackThroughEachClient() {
    for (Format client : new Format[] {CHAT_COMPLETIONS, MESSAGES, GENERATE_CONTENT}) {
      assertThat(returned(client, RESPONSES, OPENAI).at("/input/1").toString())
          .as("%s", client)
          .isEqualTo(
              "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[{\"type\":\"summary_text\","
                  + "\"text\":\"Hm.\"}],\"encrypted_content\":\"ZW5j\"}");
    }
  }

  @Test
  void thoughtsOfOneProviderAreNotGivenToAnother() {
    byte[] next =
        next(
            MESSAGES,
            Translation.between(MESSAGES, RESPONSES, InstantSource.system())
                .answer(utf8(OPENAI), "m"));

    assertThat(
            text(
                Translation.between(MESSAGES, CHAT_COMPLETIONS, InstantSource.system())
                    .request(next, "qwen3", false)))
        .doesNotContain("Hm.")
        .doesNotContain("ZW5j");
  }

  @Test
  void plainThoughtsGoBackWithTheCallsTheyLedTo() {
    String answer =
        """
        {"id":"a","choices":[{"message":{"reasoning_content":"Hm.","tool_calls":[
         {"id":"c1","function":{"name":"weather","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}\
        """;

    assertThat(
            returned(MESSAGES, CHAT_COMPLETIONS, answer)
                .at("/messages/1/reasoning_content")
                .asString(""))
        .isEqualTo("Hm.");
  }

  /** What the client asks next, having returned the answer and the result of its call. */
  private static JsonNode returned(Format client, Format provider, String answer) {
    Translation translation = Translation.between(client, provider, InstantSource.system());
    byte[] next = next(client, translation.answer(utf8(answer), "m"));
    return JSON.readTree(translation.request(next, "model", false));
  }

  /** What Claude is asked after a client of responses returned the answer with another question. */
  static JsonNode saidAgain(String model, String answer) {
    Translation translation = Translation.between(RESPONSES, MESSAGES, InstantSource.system());
    ObjectNode request = JSON.createObjectNode();
    ArrayNode input = request.putArray("input");
    input.addObject().put("role", "user").put("content", "hi");
    JSON.readTree(translation.answer(utf8(answer), "m")).path("output").forEach(input::add);
    input.addObject().put("role", "user").put("content", "sure?");
    return JSON.readTree(translation.request(JSON.writeValueAsBytes(request), model, false));
  }

  private static byte[] next(Format client, byte[] answer) {
    JsonNode said = JSON.readTree(answer);
    ObjectNode request = JSON.createObjectNode();
    switch (client) {
      case CHAT_COMPLETIONS -> {
        JsonNode message = said.at("/choices/0/message");
        ArrayNode messages = request.putArray("messages");
        messages.addObject().put("role", "user").put("content", "hi");
        messages.add(message);
        messages
            .addObject()
            .put("role", "tool")
            .put("content", "sunny")
            .set("tool_call_id", message.at("/tool_calls/0/id"));
      }
      case MESSAGES -> {
        ArrayNode messages = request.putArray("messages");
        messages.addObject().put("role", "user").put("content", "hi");
        messages.addObject().put("role", "assistant").set("content", said.get("content"));
        ArrayNode results = messages.addObject().put("role", "user").putArray("content");
        results
            .addObject()
            .put("type", "tool_result")
            .put("content", "sunny")
            .set("tool_use_id", said.path("content").findValue("id"));
      }
      case RESPONSES -> {
        ArrayNode input = request.putArray("input");
        input.addObject().put("role", "user").put("content", "hi");
        said.path("output").forEach(input::add);
        input
            .addObject()
            .put("type", "function_call_output")
            .put("output", "sunny")
            .set("call_id", said.path("output").findValue("call_id"));
      }
      case GENERATE_CONTENT -> {
        ArrayNode contents = request.putArray("contents");
        contents.addObject().put("role", "user").putArray("parts").addObject().put("text", "hi");
        contents.add(said.at("/candidates/0/content"));
        ArrayNode parts = contents.addObject().put("role", "user").putArray("parts");
        parts
            .addObject()
            .putObject("functionResponse")
            .put("name", "weather")
            .putObject("response")
            .put("output", "sunny");
      }
    }
    return JSON.writeValueAsBytes(request);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8);
  }
}
