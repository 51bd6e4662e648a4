package ai.preloop.activities.traces;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.AnswerReader;
import ai.preloop.activities.dialects.Framing;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.StreamReader;
import ai.preloop.activities.dialects.StreamReader.UsageFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerTraceTests {

  private static final Capture WORDS = new Capture(true, 512);

  @Test
  void takesToolUsesOfAnthropicsStream() throws IOException {
    AnswerTrace trace =
        streamed(
            Operation.MESSAGES,
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","content":[]}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hidden"}}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"I look "}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"it up."}}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"find","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"q\\":"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"\\"rain\\"}"}}

            event: content_block_start
            data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_2","name":"stop","input":{}}}

            """);

    assertThat(trace.toolCalls()).containsExactly("toolu_1", "toolu_2");
    assertThat(preview(trace)).startsWith("I look it up.\nfind({\"q\":\"rain\"})\nstop(");
    assertThat(preview(trace)).doesNotContain("hidden");
  }

  @Test
  void takesToolUsesOfAnthropicsAnswer() {
    AnswerTrace trace =
        whole(
            Operation.MESSAGES,
            """
            {"type":"message","content":[{"type":"text","text":"Yes."},
              {"type":"tool_use","id":"toolu_1","name":"find","input":{"q":"rain","api_key":"s3"}}]}
            """);

    assertThat(trace.toolCalls()).containsExactly("toolu_1");
    assertThat(preview(trace)).isEqualTo("Yes.\nfind({\"q\":\"rain\",\"api_key\":\"[redacted]\"})");
  }

  @Test
  void takesToolCallsOfChatCompletionsStreamsSideBySide() throws IOException {
    AnswerTrace trace =
        streamed(
            Operation.CHAT_COMPLETIONS,
            """
            data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"Hm"}}]}

            data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","function":{"name":"a","arguments":""}},{"index":1,"id":"call_2","function":{"name":"b","arguments":""}}]}}]}

            data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"password\\":\\"hun"}}]}}]}

            data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{\\"n\\":1}"}}]}}]}

            data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"ter2\\"}"}}]}}]}

            data: [DONE]

            """);

    assertThat(trace.toolCalls()).containsExactly("call_1", "call_2");
    assertThat(preview(trace)).isEqualTo("Hm\na({\"password\":\"[redacted]\"})\nb({\"n\":1})");
  }

  @Test
  void takesToolCallsOfAChatCompletion() {
    AnswerTrace trace =
        whole(
            Operation.CHAT_COMPLETIONS,
            """
            {"id":"c","choices":[{"index":0,"message":{"content":null,"tool_calls":[
              {"id":"call_1","type":"function","function":{"name":"a","arguments":"{}"}},
              {"id":"call_2","type":"function","function":{"name":"b","arguments":"{\\"x\\":2}"}}]}}]}
            """);

    assertThat(trace.toolCalls()).containsExactly("call_1", "call_2");
    assertThat(preview(trace)).isEqualTo("a({})\nb({\"x\":2})");
  }

  @Test
  void takesCallsOfAResponsesStream() throws IOException {
    AnswerTrace trace =
        streamed(
            Operation.RESPONSES,
            """
            data: {"type":"response.output_item.added","item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"find","arguments":""}}

            data: {"type":"response.output_item.done","item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"find","arguments":"{\\"q\\":1}"}}

            data: {"type":"response.output_item.done","item":{"id":"rs_1","type":"reasoning","content":[{"type":"reasoning_text","text":"hidden"}]}}

            data: {"type":"response.output_item.done","item":{"id":"m_1","type":"message","content":[{"type":"output_text","text":"Done."}]}}

            data: {"type":"response.output_item.added","item":{"id":"ct_1","type":"custom_tool_call","call_id":"call_2","name":"patch"}}

            """);

    assertThat(trace.toolCalls()).containsExactly("call_1", "call_2");
    assertThat(preview(trace)).isEqualTo("find({\"q\":1})\nDone.");
  }

  @Test
  void takesCallsOfAWholeResponse() {
    AnswerTrace trace =
        whole(
            Operation.RESPONSES,
            """
            {"id":"r","output":[
              {"id":"m","type":"message","content":[{"type":"output_text","text":"Hello"}]},
              {"id":"f","type":"function_call","call_id":"call_9","name":"go","arguments":"{}"}]}
            """);

    assertThat(trace.toolCalls()).containsExactly("call_9");
    assertThat(preview(trace)).isEqualTo("Hello\ngo({})");
  }

  @Test
  void takesCallsOfGeminiWhereTheyHaveIds() throws IOException {
    String chunk =
        """
        {"candidates":[{"index":0,"content":{"parts":[{"text":"thought","thought":true},
          {"text":"Sure."},{"functionCall":{"id":"g1","name":"find","args":{"q":"x"}}},
          {"functionCall":{"name":"stop","args":{}}}]}}]}
        """
            .replace("\n", "");
    AnswerTrace streamed = streamed(Operation.STREAM_GENERATE_CONTENT, "data: " + chunk + "\n\n");
    AnswerTrace whole = whole(Operation.GENERATE_CONTENT, chunk);

    for (AnswerTrace trace : new AnswerTrace[] {streamed, whole}) {
      assertThat(trace.toolCalls()).containsExactly("g1");
      assertThat(preview(trace)).isEqualTo("Sure.\nfind({\"q\":\"x\"})\nstop({})");
    }
  }

  @Test
  void keepsIdsAloneWhereWordsAreNotKept() {
    AnswerTrace trace = new AnswerTrace(Operation.MESSAGES, Capture.OFF);
    AnswerReader.read(
        Operation.MESSAGES,
        bytes(
            """
            {"type":"message","content":[{"type":"text","text":"Yes."},
              {"type":"tool_use","id":"toolu_1","name":"find","input":{}}]}
            """),
        trace);

    assertThat(trace.toolCalls()).containsExactly("toolu_1");
    assertThat(trace.excerpt()).isNull();
  }

  @Test
  void keepsSoManyIdsAndShortensLongOnes() {
    String calls =
        IntStream.range(0, 300)
            .mapToObj(i -> "{\"type\":\"tool_use\",\"id\":\"t" + i + "\"}")
            .collect(Collectors.joining(",", "{\"type\":\"message\",\"content\":[", "]}"));
    String longId = "t".repeat(5_000);

    assertThat(whole(Operation.MESSAGES, calls).toolCalls()).hasSize(128).endsWith("t127");
    assertThat(
            whole(
                    Operation.MESSAGES,
                    "{\"type\":\"message\",\"content\":[{\"type\":\"tool_use\",\"id\":\""
                        + longId
                        + "\"}]}")
                .toolCalls())
        .containsExactly(ClientCallId.kept(longId));
    assertThat(ClientCallId.kept(longId)).startsWith("sha256:").hasSizeLessThan(80);
  }

  private static String preview(AnswerTrace trace) {
    Excerpt excerpt = trace.excerpt();
    assertThat(excerpt).isNotNull();
    return excerpt == null ? "" : excerpt.preview();
  }

  /** Byte by byte, as the worst of networks would have it. */
  private static AnswerTrace streamed(Operation operation, String events) throws IOException {
    AnswerTrace trace = new AnswerTrace(operation, WORDS);
    StreamReader reader = new StreamReader(operation, Framing.SSE, UsageFrame.SHOWN, trace);
    byte[] stream = bytes(events);
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    for (int i = 0; i < stream.length; i++) {
      reader.feed(stream, i, i + 1, (b, from, to) -> passed.write(b, from, to - from));
    }
    reader.end((b, from, to) -> passed.write(b, from, to - from));
    assertThat(passed.toByteArray()).isEqualTo(stream);
    return trace;
  }

  private static AnswerTrace whole(Operation operation, String answer) {
    AnswerTrace trace = new AnswerTrace(operation, WORDS);
    AnswerReader.read(operation, bytes(answer), trace);
    return trace;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
