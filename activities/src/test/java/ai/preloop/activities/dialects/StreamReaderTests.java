package ai.preloop.activities.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.StreamReader.UsageFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Properties;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamReaderTests {

  private static final String USAGE =
      "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n";
  private static final String TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
  private static final ErrorEnvelope CUT =
      new ErrorEnvelope(502, "The provider cut the answer.", "upstream_failed", null);

  static Stream<GoldenCase> streams() {
    return Stream.concat(GoldenCase.all(".sse"), GoldenCase.all(".array"));
  }

  static Stream<GoldenCase> hidingStreams() {
    return streams().filter(golden -> golden.hidden().isPresent());
  }

  @ParameterizedTest
  @MethodSource("streams")
  void passesEveryByteAtOnceAndSaysWhatItSaw(GoldenCase golden) throws IOException {
    byte[] stream = golden.bytes();
    for (IntSupplier portions : portions(stream.length)) {
      StreamReader reader = reader(golden, UsageFrame.SHOWN);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      feed(reader, stream, portions, out, true);
      assertThat(out.toByteArray()).isEqualTo(stream);
      assertSaid(golden, reader);
    }
  }

  @ParameterizedTest
  @MethodSource("hidingStreams")
  void hidesTheFrameOfUsageAndNothingElse(GoldenCase golden) throws IOException {
    byte[] stream = golden.bytes();
    for (IntSupplier portions : portions(stream.length)) {
      StreamReader reader = reader(golden, UsageFrame.HIDDEN);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      feed(reader, stream, portions, out, false);
      assertThat(out.toString(UTF_8)).isEqualTo(new String(golden.hidden().orElseThrow(), UTF_8));
      assertSaid(golden, reader);
    }
  }

  private static void assertSaid(GoldenCase golden, StreamReader reader) {
    Properties expected = golden.expected();
    assertThat(reader.usage()).isEqualTo(golden.usage());
    assertThat(reader.id().orElse(null)).isEqualTo(expected.getProperty("id"));
    assertThat(reader.model().orElse(null)).isEqualTo(expected.getProperty("model"));
    assertThat(reader.finished()).isEqualTo(expected.getProperty("finished").equals("true"));
    assertThat(reader.sawError()).isEqualTo(expected.getProperty("error").equals("true"));
    String estimate = expected.getProperty("estimate");
    if (estimate != null) {
      assertThat(reader.estimatedOutput()).isEqualTo(Long.parseLong(estimate));
    }
  }

  /** Some servers leave out {@code [DONE]}. */
  @Test
  void isFinishedWhereAllChoicesHaveEndedAndTheProviderEndsTheStream() throws IOException {
    StreamReader whole = chat(UsageFrame.SHOWN);
    fed(
        whole,
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n" + USAGE);
    assertThat(whole.finished()).isFalse();
    whole.end((buffer, from, to) -> {});
    assertThat(whole.finished()).isTrue();

    StreamReader half = chat(UsageFrame.SHOWN);
    fed(half, "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":null}]}\n\n");
    fed(half, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
    half.end((buffer, from, to) -> {});
    assertThat(half.finished()).isFalse();
  }

  /** As LocalAI and SGLang tell it, with usage that is none yet. */
  @Test
  void anEmptyReasonIsNoEnd() throws IOException {
    StreamReader cut = chat(UsageFrame.SHOWN);
    fed(
        cut,
        """
        data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":""}],\
        "usage":{"prompt_tokens":0,"completion_tokens":0}}

        """);
    cut.end((buffer, from, to) -> {});

    assertThat(cut.finished()).isFalse();
    assertThat(cut.wholeUsage()).isEmpty();
  }

  @Test
  void holdsBackOnlyWhatMayStillBeTheFrameOfUsage() throws IOException {
    StreamReader reader = chat(UsageFrame.HIDDEN);
    String begun = "data: {\"id\":\"c\",\"choices\": [";
    assertThat(fed(reader, begun)).isEmpty();
    assertThat(fed(reader, "{\"delta\":{\"con")).isEqualTo(begun + "{\"delta\":{\"con");
    assertThat(fed(reader, "tent\":\"Hi\"}}]}\n")).isEqualTo("tent\":\"Hi\"}}]}\n");
    assertThat(fed(reader, "\n" + USAGE)).isEqualTo("\n");
    assertThat(reader.usage()).contains(new Usage(5, 0, 0, 2, 0));
  }

  @Test
  void givesOnAFrameThatIsTooLargeToBeUsage() throws IOException {
    StreamReader reader = chat(UsageFrame.HIDDEN);
    String large = "data: {\"pad\":\"" + "x".repeat(9_000);
    assertThat(fed(reader, large)).isEqualTo(large);
    assertThat(fed(reader, "\"}\n\n" + USAGE + TEXT)).isEqualTo("\"}\n\n" + TEXT);
  }

  @Test
  void passesAFrameThatIsTooLargeToBeLookedAt() throws IOException {
    for (int portion : new int[] {1000, 4 << 20}) {
      StreamReader reader = new StreamReader(Operation.RESPONSES, Framing.SSE, UsageFrame.SHOWN);
      String frame =
          "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\""
              + "x".repeat(Piece.LOOKED_AT)
              + "\"}}\n\n";
      byte[] stream =
          (frame + "data: {\"type\":\"x\",\"response\":{\"id\":\"r\"}}\n\n").getBytes(UTF_8);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      feed(reader, stream, () -> portion, out, true);
      assertThat(out.toByteArray()).isEqualTo(stream);
      assertThat(reader.finished()).isTrue();
      assertThat(reader.id()).contains("r");
    }
  }

  @Test
  void passesAnElementThatIsTooLargeToBeLookedAt() throws IOException {
    StreamReader reader = array();
    String large = "[{\"responseId\":\"" + "x".repeat(Piece.LOOKED_AT) + "\"},\n";
    assertThat(fed(reader, large)).isEqualTo(large);
    fed(reader, "{\"responseId\":\"r\"}]");
    assertThat(reader.id()).contains("r");
    assertThat(reader.finished()).isTrue();
  }

  @Test
  void waitsForTheEndOfEachOfSeveralCandidates() throws IOException {
    StreamReader reader =
        new StreamReader(Operation.STREAM_GENERATE_CONTENT, Framing.SSE, UsageFrame.SHOWN);
    fed(reader, "data: {\"candidates\":[{\"index\":0},{\"index\":1}]}\n\n");
    fed(reader, "data: {\"candidates\":[{\"index\":0,\"finishReason\":\"STOP\"}]}\n\n");
    assertThat(reader.finished()).isFalse();
    fed(reader, "data: {\"candidates\":[{\"index\":1,\"finishReason\":\"STOP\"}]}\n\n");
    fed(reader, "data: {\"candidates\":[{\"index\":1}],\"usageMetadata\":{}}\n\n");
    assertThat(reader.finished()).isTrue();
  }

  @Test
  void keepsNoIndexThatIsLongerThanANumber() throws IOException {
    StreamReader reader =
        new StreamReader(Operation.STREAM_GENERATE_CONTENT, Framing.SSE, UsageFrame.SHOWN);
    String index = "1".repeat(100_000);
    fed(
        reader,
        "data: {\"candidates\":[{\"index\":%s2},{\"index\":%s3}]}\n\n".formatted(index, index));

    fed(
        reader,
        "data: {\"candidates\":[{\"index\":%s2,\"finishReason\":\"STOP\"}]}\n\n".formatted(index));

    assertThat(reader.finished()).as("both are one").isTrue();
  }

  @Test
  void keepsElementsApartWhateverTheirStringsSay() throws IOException {
    StreamReader reader = array();
    fed(reader, "[{\"a\":\"\\\"}],\\\\\"},{\"responseId\":\"r\"}");
    assertThat(reader.id()).contains("r");
    assertThat(reader.finished()).isFalse();
  }

  @Test
  void keepsFramesApartThatSeveralLineEndsDivide() throws IOException {
    StreamReader reader = chat(UsageFrame.HIDDEN);
    assertThat(fed(reader, "\n\r\n\r" + USAGE + "\n" + TEXT)).isEqualTo("\n\r\n\r\n" + TEXT);
  }

  @Test
  void saysWhatACutStreamHasUsedAsFarAsItCanBeTold() throws IOException {
    StreamReader silent = chat(UsageFrame.SHOWN);
    fed(silent, TEXT + TEXT + TEXT);
    assertThat(silent.usage()).isEmpty();
    assertThat(silent.usageSoFar(70)).isEqualTo(new Usage(70, 0, 0, 2, 0));
    StreamReader talking = chat(UsageFrame.SHOWN);
    fed(talking, TEXT + USAGE);
    assertThat(talking.usageSoFar(70)).isEqualTo(new Usage(5, 0, 0, 2, 0));
  }

  @Test
  void doesNotBelieveUsageOfBeforeTheLastText() throws IOException {
    StreamReader early = chat(UsageFrame.SHOWN);
    fed(early, USAGE + TEXT + TEXT + TEXT + "data: [DONE]\n\n");
    assertThat(early.finished()).isTrue();
    assertThat(early.wholeUsage()).isEmpty();
    StreamReader late = chat(UsageFrame.SHOWN);
    fed(late, USAGE + TEXT + USAGE + "data: [DONE]\n\n");
    assertThat(late.wholeUsage()).isEqualTo(late.usage()).isPresent();
    StreamReader begun = new StreamReader(Operation.MESSAGES, Framing.SSE, UsageFrame.SHOWN);
    fed(
        begun,
        """
        data: {"type":"message_start","message":{"usage":{"input_tokens":9,"output_tokens":1}}}

        data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"long words"}}

        data: {"type":"message_stop"}

        """);
    assertThat(begun.finished()).isTrue();
    assertThat(begun.wholeUsage()).isEmpty();
  }

  @Test
  void endsACutStreamOfChatWithAnError() throws IOException {
    StreamReader reader = chat(UsageFrame.SHOWN);
    fed(reader, TEXT);
    String ending =
        "data: {\"error\":{\"message\":\"The provider cut the answer.\",\"type\":\"server_error\","
            + "\"param\":null,\"code\":\"upstream_failed\"}}\n\n";
    assertThat(ending(reader)).isEqualTo(ending);
    fed(reader, "data: {\"id");
    assertThat(ending(reader)).isEqualTo("\n\n" + ending);
  }

  @Test
  void dropsTheFrameThatIsHeldBackWhenAStreamIsCut() throws IOException {
    StreamReader reader = chat(UsageFrame.HIDDEN);
    assertThat(fed(reader, "data: {\"id")).isEmpty();
    assertThat(ending(reader)).startsWith("data: {\"error\"");
  }

  @Test
  void numbersTheErrorOfResponses() throws IOException {
    StreamReader reader = new StreamReader(Operation.RESPONSES, Framing.SSE, UsageFrame.SHOWN);
    fed(reader, "data: {\"type\":\"response.created\",\"sequence_number\":0}\n\n");
    assertThat(ending(reader))
        .isEqualTo(
            "event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_failed\",\"message\":"
                + "\"The provider cut the answer.\",\"param\":null,\"sequence_number\":1}\n\n");
  }

  @Test
  void endsACutArrayWellBetweenItsElements() throws IOException {
    String error =
        "{\"error\":{\"code\":502,\"message\":\"The provider cut the answer.\",\"status\":"
            + "\"UNAVAILABLE\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\","
            + "\"reason\":\"UPSTREAM_FAILED\",\"domain\":\"preloop.ai\",\"metadata\":{\"code\":"
            + "\"upstream_failed\"}}]}}]";
    StreamReader reader = array();
    assertThat(ending(reader)).isEqualTo("[" + error);
    fed(reader, " [");
    assertThat(ending(reader)).isEqualTo(error);
    fed(reader, "{\"a\":[{}]}\n");
    assertThat(ending(reader)).isEqualTo("," + error);
    fed(reader, ",\n");
    assertThat(ending(reader)).isEqualTo(error);
    fed(reader, "{\"b\":");
    assertThat(ending(reader)).isEmpty();
    fed(reader, "1}]");
    assertThat(ending(reader)).isEmpty();
  }

  private static StreamReader chat(UsageFrame usageFrame) {
    return new StreamReader(Operation.CHAT_COMPLETIONS, Framing.SSE, usageFrame);
  }

  private static StreamReader array() {
    return new StreamReader(
        Operation.STREAM_GENERATE_CONTENT, Framing.JSON_ARRAY, UsageFrame.SHOWN);
  }

  private static StreamReader reader(GoldenCase golden, UsageFrame usageFrame) {
    boolean isArray = golden.answer().toString().endsWith(".array");
    Framing framing = Framing.of(isArray ? "application/json; charset=UTF-8" : "text/event-stream");
    return new StreamReader(golden.operation(), framing, usageFrame);
  }

  private static String ending(StreamReader reader) {
    return new String(reader.ending(CUT), UTF_8);
  }

  private static String fed(StreamReader reader, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(UTF_8);
    reader.feed(bytes, 0, bytes.length, (b, from, to) -> out.write(b, from, to - from));
    return out.toString(UTF_8);
  }

  private static IntSupplier[] portions(int whole) {
    Random random = new Random(20260101);
    return new IntSupplier[] {
      () -> whole, () -> 1, () -> 7, () -> 1 + random.nextInt(64), () -> 1 + random.nextInt(600)
    };
  }

  /** Each portion is in a buffer of its own that is overwritten afterwards, as sockets do. */
  private static void feed(
      StreamReader reader,
      byte[] stream,
      IntSupplier portions,
      ByteArrayOutputStream out,
      boolean atOnce)
      throws IOException {
    int at = 0;
    while (at < stream.length) {
      int size = Math.min(portions.getAsInt(), stream.length - at);
      byte[] buffer = new byte[size + 5];
      System.arraycopy(stream, at, buffer, 3, size);
      reader.feed(buffer, 3, 3 + size, (b, from, to) -> out.write(b, from, to - from));
      java.util.Arrays.fill(buffer, (byte) '?');
      at += size;
      if (atOnce) {
        assertThat(out.size()).isEqualTo(at);
      }
    }
    reader.end((b, from, to) -> out.write(b, from, to - from));
  }
}
