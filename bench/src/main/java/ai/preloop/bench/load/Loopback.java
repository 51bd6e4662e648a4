package ai.preloop.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on this machine that reads requests and does nothing else; a thread has a connection.
 */
final class Loopback implements AutoCloseable {

  private static final Pattern LENGTH =
      Pattern.compile("content-length:\\s*(\\d+)", Pattern.CASE_INSENSITIVE);

  private final Answering answering;
  private final Thread.Builder threads;
  private final ServerSocket listener;

  Loopback(Answering answering, Thread.Builder threads) throws IOException {
    this.answering = answering;
    this.threads = threads;
    this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("fixture").start(this::accept);
  }

  /** Writes the whole answer to a request. */
  interface Answering {
    void answer(String head, String body, OutputStream out) throws IOException;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The bytes of a whole answer of JSON. */
  static byte[] http(String status, String body) {
    return ("HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        start(() -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void start(Runnable serving) {
    Thread thread = threads.unstarted(serving);
    thread.setDaemon(true);
    thread.start();
  }

  /** Until the other side is gone, which ends with an exception or the end of the stream. */
  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        answering.answer(head, body(in, head), socket.getOutputStream());
      }
    } catch (IOException e) {
      System.getLogger("bench").log(System.Logger.Level.DEBUG, "A connection ended", e);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder(512);
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (next == '\n' && head.length() > 3 && head.charAt(head.length() - 3) == '\n') {
        return head.toString();
      }
    }
    return "";
  }

  private static String body(InputStream in, String head) throws IOException {
    Matcher length = LENGTH.matcher(head);
    int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return new String(in.readNBytes(size), StandardCharsets.UTF_8);
  }
}
