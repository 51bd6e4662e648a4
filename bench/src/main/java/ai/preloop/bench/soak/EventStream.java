package ai.preloop.bench.soak;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The stream of a session on which a server speaks when it wants to; kept open, and read. */
final class EventStream implements AutoCloseable {

  private final Socket socket;
  private volatile boolean closed;

  private EventStream(Socket socket) {
    this.socket = socket;
  }

  /** {@code tally} is told when it ends before it is closed here, or is none. */
  static EventStream open(int port, Map<String, String> session, Tally tally) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.getOutputStream().write(request(session));
    EventStream stream = new EventStream(socket);
    Thread.startVirtualThread(() -> stream.read(tally));
    return stream;
  }

  private static byte[] request(Map<String, String> session) {
    StringBuilder head = new StringBuilder("GET /mcp/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    session.forEach((name, value) -> {
      if (!name.equals("Content-Type") && !name.equals("Accept")) {
        head.append(name).append(": ").append(value).append("\r\n");
      }
    });
    return head.append("Accept: text/event-stream\r\n\r\n")
        .toString()
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void read(Tally tally) {
    byte[] some = new byte[1024];
    try (InputStream in = socket.getInputStream()) {
      int first = in.read(some);
      String head = new String(some, 0, Math.max(0, first), StandardCharsets.US_ASCII);
      if (!head.startsWith("HTTP/1.1 200")) {
        tally.wrong("a stream was refused: " + head.lines().findFirst().orElse("ended"));
        return;
      }
      while (in.read(some) >= 0) {
        // What is said is not looked at, only that it is open.
      }
      ended(tally, "its end");
    } catch (IOException e) {
      ended(tally, e.toString());
    }
  }

  private void ended(Tally tally, String how) {
    if (!closed) {
      tally.wrong("a stream ended: " + how);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
  }
}
