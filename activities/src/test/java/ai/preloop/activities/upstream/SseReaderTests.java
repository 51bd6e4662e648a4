package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTests {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void readsEventsWhateverEndsTheirLines(String end) throws IOException {
    String stream =
        String.join(
            end,
            "\ufeffdata: one",
            ": note",
            "",
            "id: 7",
            "data:",
            "",
            "event: x",
            "data:two",
            "data:  three",
            "datax: no",
            "retry: 1",
            "",
            "",
            "data: cut off");

    assertThat(read(new ByteArrayInputStream(stream.getBytes(UTF_8))))
        .containsExactly("one", "two\n three");
  }

  @Test
  void readsTheSameByteByByte() throws IOException {
    byte[] stream = "data: one\r\n\r\ndata: tw\u00f6\r\ndata\r\ndata: 3\r\n\r\n".getBytes(UTF_8);
    InputStream slow =
        new ByteArrayInputStream(stream) {
          @Override
          public int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(1, length));
          }

          @Override
          public int read(byte[] into) {
            return read(into, 0, into.length);
          }
        };

    assertThat(read(slow)).containsExactly("one", "tw\u00f6\n\n3");
  }

  @Test
  void stopsAtTheLimit() {
    byte[] stream = ("data: " + "x".repeat(200)).getBytes(UTF_8);

    assertThatThrownBy(() -> reader(new ByteArrayInputStream(stream), 100).next())
        .isInstanceOf(UnreadableAnswer.class);
  }

  private static List<String> read(InputStream stream) throws IOException {
    SseReader reader = reader(stream, 1000);
    List<String> events = new ArrayList<>();
    for (byte[] event = reader.next(); event != null; event = reader.next()) {
      events.add(new String(event, UTF_8));
    }
    return events;
  }

  private static SseReader reader(InputStream stream, int limit) {
    return new SseReader(
        stream, limit, new ResultRoom(1 << 20).claim(Deadline.in(Duration.ofSeconds(1))));
  }
}
