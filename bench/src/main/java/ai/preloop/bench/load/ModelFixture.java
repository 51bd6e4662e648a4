package ai.preloop.bench.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider of models with OpenAI's interface: it answers at once, or streams as many chunks, as
 * far apart, as the question says.
 */
final class ModelFixture implements AutoCloseable {

  static final String PATH = "/v1/chat/completions";

  private static final Pattern STREAM = Pattern.compile("stream (\\d+) every (\\d+) ms");

  private static final byte[] ANSWER =
      Loopback.http(
          "200 OK",
          """
          {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"up","choices":[{"index":0,\
          "message":{"role":"assistant","content":"Hello there, how are you?"},"finish_reason":"stop"}],\
          "usage":{"prompt_tokens":20,"completion_tokens":7,"total_tokens":27}}\
          """);

  private static final byte[] HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final LongAdder sent = new LongAdder();
  private final Loopback listener;

  /** Threads are virtual, for there may be thousands of streams. */
  ModelFixture() throws IOException {
    this.listener = new Loopback(this::answer, Thread.ofVirtual());
  }

  int port() {
    return listener.port();
  }

  /** How many chunks have left. */
  long sent() {
    return sent.sum();
  }

  /** What asks for a stream. */
  static String question(int chunks, Duration apart) {
    return "stream %d every %d ms".formatted(chunks, apart.toMillis());
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void answer(String head, String body, OutputStream out) throws IOException {
    Matcher asked = STREAM.matcher(body);
    if (!asked.find()) {
      out.write(ANSWER);
      return;
    }
    out.write(HEAD);
    Duration apart = Duration.ofMillis(Long.parseLong(asked.group(2)));
    for (int left = Integer.parseInt(asked.group(1)); left > 0; left--) {
      event(out, "[{\"index\":0,\"delta\":{\"content\":\"t" + System.nanoTime() + "\"}}]", "null");
      sent.increment();
      Pause.of(apart);
    }
    String usage = "{\"prompt_tokens\":20,\"completion_tokens\":50,\"total_tokens\":70}";
    event(out, "[]", usage);
    out.write(chunk("data: [DONE]\n\n"));
    out.write(chunk(""));
  }

  private static void event(OutputStream out, String choices, String usage) throws IOException {
    out.write(
        chunk(
            """
            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"up","choices":%s,"usage":%s}

            """
                .formatted(choices, usage)));
  }

  private static byte[] chunk(String text) {
    return "%x\r\n%s\r\n".formatted(text.length(), text).getBytes(StandardCharsets.US_ASCII);
  }
}
