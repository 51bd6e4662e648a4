package ai.preloop.activities.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.StreamReader.UsageFrame;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

class StreamReaderFuzzTest {

  private static final ErrorEnvelope CUT = new ErrorEnvelope(502, "Cut.", null, null);

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

  private static byte[] hiding(byte[] stream, int most) throws IOException {
    return passed(
        new StreamReader(Operation.CHAT_COMPLETIONS, Framing.SSE, UsageFrame.HIDDEN), stream, most);
  }

  private static byte[] passed(StreamReader reader, byte[] stream, int most) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Random random = new Random(stream.length);
    int at = 0;
    while (at < stream.length) {
      int size = Math.min(1 + random.nextInt(most), stream.length - at);
      size = most > stream.length ? stream.length : size;
      reader.feed(stream, at, at + size, (b, from, to) -> out.write(b, from, to - from));
      at += size;
    }
    assertThat(reader.ending(CUT)).isNotNull();
    reader.end((b, from, to) -> out.write(b, from, to - from));
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
