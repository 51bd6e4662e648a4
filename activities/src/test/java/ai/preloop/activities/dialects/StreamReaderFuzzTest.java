package ai.preloop.activities.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.ClientView.Event;
import ai.preloop.activities.dialects.StreamReader.UsageFrame;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StreamReaderFuzzTest {

  private static final ErrorEnvelope CUT = new ErrorEnvelope(502, "Cut.", null, null);
  private static final int CUTS = 100;

  /** Whatever comes in whatever portions goes on, at once and unchanged, and says the same. */
  @FuzzTest
  void passesWhateverComes(byte[] stream) throws IOException {
    for (Operation operation : Operation.values()) {
      for (Framing framing : Framing.values()) {
        StreamReader whole = new StreamReader(operation, framing, UsageFrame.SHOWN);
        StreamReader parts = new StreamReader(operation, framing, UsageFrame.SHOWN);
        assertThat(passed(whole, stream, stream.length + 1)).isEqualTo(stream);
        assertThat(passed(parts, stream, 5)).isEqualTo(stream);
        assertThat(said(parts)).isEqualTo(said(whole));
      }
    }
  }

  /** What is hidden is whole frames, the same in every portioning; the rest is what came. */
  @FuzzTest
  void hidesTheSameInEveryPortioning(byte[] stream) throws IOException {
    byte[] hidden = hiding(stream, stream.length + 1);
    assertThat(hiding(stream, 1)).isEqualTo(hidden);
    assertThat(hiding(stream, 9)).isEqualTo(hidden);
    assertThat(hidden.length).isLessThanOrEqualTo(stream.length);
    String text = new String(stream, StandardCharsets.ISO_8859_1);
    if (!text.contains("usage") && !text.contains("\\u")) {
      assertThat(hidden).isEqualTo(stream);
    }
  }

  /** Wherever it is cut, the client has read what came and then reads why there is no more. */
  @FuzzTest
  void endsWhatIsCutSoThatAClientReadsWhy(byte[] stream) throws IOException {
    int step = 1 + stream.length / CUTS;
    for (int length = 0; length <= stream.length; length += step) {
      byte[] cut = Arrays.copyOf(stream, length);
      for (Operation operation : Operation.values()) {
        for (UsageFrame usageFrame : UsageFrame.values()) {
          endsWithAnError(new StreamReader(operation, Framing.SSE, usageFrame), operation, cut);
        }
      }
    }
  }

  private static void endsWithAnError(StreamReader reader, Operation operation, byte[] cut)
      throws IOException {
    byte[] passed = fed(reader, cut, 5);
    List<Event> events = ClientView.events(joined(passed, reader.ending(CUT)));
    List<Event> before = ClientView.events(passed);
    assertThat(events).hasSizeGreaterThan(before.size());
    assertThat(events.subList(0, before.size())).isEqualTo(before);
    Event last = events.getLast();
    assertThat(JsonMapper.shared().readTree(last.data()).findValue("message").asString())
        .isEqualTo("Cut.");
    assertThat(last.type()).isEqualTo(isNamed(operation) ? "error" : "");
  }

  /** Clients of these two tell events apart by their names. */
  private static boolean isNamed(Operation operation) {
    return operation.dialect() == Dialect.ANTHROPIC || operation == Operation.RESPONSES;
  }

  @FuzzTest
  void endsAnArrayThatIsCutBetweenTwoElementsAsAnArray(byte[] stream) throws IOException {
    for (int length = 0; length <= stream.length; length++) {
      byte[] cut = Arrays.copyOf(stream, length);
      StreamReader reader =
          new StreamReader(Operation.STREAM_GENERATE_CONTENT, Framing.JSON_ARRAY, UsageFrame.SHOWN);
      byte[] ended = joined(fed(reader, cut, 5), reader.ending(CUT));
      if (ClientView.objects(cut).isPresent()) {
        assertThat(ended).isEqualTo(cut);
      }
      ClientView.cutAfter(cut).ifPresent(before -> hasAnErrorAfter(before, ended));
    }
  }

  private static void hasAnErrorAfter(int before, byte[] ended) {
    List<JsonNode> all = ClientView.objects(ended).orElseThrow();
    assertThat(all).hasSize(before + 1);
    assertThat(all.getLast().at("/error/message").asString()).isEqualTo("Cut.");
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static byte[] hiding(byte[] stream, int most) throws IOException {
    return passed(
        new StreamReader(Operation.CHAT_COMPLETIONS, Framing.SSE, UsageFrame.HIDDEN), stream, most);
  }

  private static byte[] passed(StreamReader reader, byte[] stream, int most) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(fed(reader, stream, most));
    reader.end((b, from, to) -> out.write(b, from, to - from));
    return out.toByteArray();
  }

  private static byte[] fed(StreamReader reader, byte[] stream, int most) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Random random = new Random(stream.length);
    int at = 0;
    while (at < stream.length) {
      int size = Math.min(1 + random.nextInt(most), stream.length - at);
      size = most > stream.length ? stream.length : size;
      reader.feed(stream, at, at + size, (b, from, to) -> out.write(b, from, to - from));
      at += size;
    }
    return out.toByteArray();
  }

  private static String said(StreamReader reader) {
    return "%s %s %s %s %s %s"
        .formatted(
            reader.finished(),
            reader.usage(),
            reader.sawError(),
            reader.id(),
            reader.model(),
            reader.estimatedOutput());
  }
}
