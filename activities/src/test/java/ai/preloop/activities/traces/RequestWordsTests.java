package ai.preloop.activities.traces;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.json.StrictJson.Limits;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestWordsTests {

  @Test
  void takesTheLastWordsOfThePersonAndTheInstructionsOfMessages() {
    assertThat(
            preview(
                Operation.MESSAGES,
                """
                {"model":"m","max_tokens":5,"system":[{"type":"text","text":"Be kind."}],"messages":[
                  {"role":"user","content":"first"},
                  {"role":"user","content":[{"type":"image","source":{"type":"base64","data":"AAAA"}},
                    {"type":"text","text":"second"},{"type":"text","text":"third"}]},
                  {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"row"}]}]}
                """))
        .isEqualTo("second\nthird\n\nBe kind.\n");
  }

  @Test
  void takesThoseOfChatCompletions() {
    assertThat(
            preview(
                Operation.CHAT_COMPLETIONS,
                """
                {"model":"m","messages":[{"role":"developer","content":"Be brief."},
                  {"role":"user","content":[{"type":"text","text":"Hello"}]},
                  {"role":"tool","tool_call_id":"c","content":"result"}]}
                """))
        .isEqualTo("Hello\n\nBe brief.\n");
  }

  @Test
  void takesThoseOfResponses() {
    assertThat(
            preview(
                Operation.RESPONSES,
                """
                {"model":"m","instructions":"Be quick.","input":[
                  {"role":"user","content":[{"type":"input_text","text":"Go"}]},
                  {"type":"function_call_output","call_id":"c","output":"x"}]}
                """))
        .isEqualTo("Go\n\nBe quick.\n");
    assertThat(preview(Operation.RESPONSES, "{\"model\":\"m\",\"input\":\"Just this\"}"))
        .isEqualTo("Just this\n");
  }

  @Test
  void takesThoseOfGemini() {
    assertThat(
            preview(
                Operation.GENERATE_CONTENT,
                """
                {"systemInstruction":{"parts":[{"text":"Be safe."}]},"contents":[
                  {"role":"user","parts":[{"text":"Hi"}]},
                  {"role":"model","parts":[{"functionCall":{"name":"n","args":{}}}]},
                  {"role":"user","parts":[{"functionResponse":{"name":"n","response":{}}}]}]}
                """))
        .isEqualTo("Hi\n\nBe safe.\n");
  }

  private static String preview(Operation operation, String body) {
    String inPath = operation == Operation.GENERATE_CONTENT ? "m" : null;
    ModelRequest request =
        ModelRequest.read(operation, inPath, body.getBytes(StandardCharsets.UTF_8), Limits.REQUEST);
    return RequestWords.of(request, 512).preview();
  }
}
