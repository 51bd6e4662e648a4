package ai.preloop.activities.attempts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One connection of the fake provider: HTTP/1.1 as bytes. */
final class FakeWire {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  FakeWire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    socket.setTcpNoDelay(true);
  }

  /** The head of the next request, without its body; null when there is none. */
  @Nullable FakeRequest head() throws IOException {
    String line = line();
    if (line == null) {
      return null;
    }
    String[] first = line.split(" ", 3);
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String next = line(); next != null && !next.isEmpty(); next = line()) {
      int colon = next.indexOf(':');
      headers
          .computeIfAbsent(next.substring(0, colon), _ -> new ArrayList<>())
          .add(next.substring(colon + 1).strip());
    }
    int mark = first[1].indexOf('?');
    return new FakeRequest(
        first[0],
        mark < 0 ? first[1] : first[1].substring(0, mark),
        mark < 0 ? null : first[1].substring(mark + 1),
        headers,
        new byte[0]);
  }

  /** The same request with its body. */
  FakeRequest whole(FakeRequest head) throws IOException {
    byte[] body =
        head.header("Transfer-Encoding").isPresent()
            ? chunks()
            : in.readNBytes(Integer.parseInt(head.header("Content-Length").orElse("0")));
    return new FakeRequest(head.method(), head.path(), head.query(), head.headers(), body);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int size() throws IOException {
    String line = line();
    return line == null ? 0 : Integer.parseInt(line.strip(), 16);
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(ISO_8859_1);
  }

  void answer(int status, Map<String, String> headers, byte[] body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head(status, headers, "Content-Length: " + body.length).getBytes(ISO_8859_1));
    all.writeBytes(body);
    raw(all.toByteArray());
  }

  void begin(Map<String, String> headers, String framing) throws IOException {
    raw(head(200, headers, framing).getBytes(ISO_8859_1));
  }

  private static String head(int status, Map<String, String> headers, String framing) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Fake\r\n" + framing + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head.append("\r\n").toString();
  }

  void chunk(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
    chunk.writeBytes(bytes);
    chunk.writeBytes(new byte[] {'\r', '\n'});
    raw(chunk.toByteArray());
  }

  void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Until the client lets go, or the provider ends. */
  void stall(CountDownLatch left) throws IOException {
    while (in.read() >= 0) {
      // What it says meanwhile is of no interest.
    }
    left.countDown();
  }

  void close() throws IOException {
    socket.close();
  }
}
