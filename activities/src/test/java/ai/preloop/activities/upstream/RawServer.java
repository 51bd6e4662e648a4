package ai.preloop.activities.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server that reads whole requests and answers with whatever bytes a test wants. */
final class RawServer implements AutoCloseable {

  private final ServerSocket listener;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private RawServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
  }

  /** What happens after each request; the connection stays open until the script closes it. */
  interface Script {
    void answer(String request, Socket connection) throws IOException;
  }

  static RawServer start(Script script) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    RawServer server = new RawServer(listener, script);
    Thread.startVirtualThread(server::accept);
    return server;
  }

  /** A server that answers every request with the same bytes. */
  static RawServer answering(String bytes) throws IOException {
    return start((request, connection) -> write(connection, bytes));
  }

  static void write(Socket connection, String bytes) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/mcp");
  }

  /** The bodies of the requests that came whole. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  int connections() {
    return sockets.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try {
      for (String body = body(socket); body != null; body = body(socket)) {
        requests.add(body);
        script.answer(body, socket);
      }
    } catch (IOException gone) {
      // The client let go, which is what some of the tests are about.
    }
  }

  private static @Nullable String body(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    int length = lower.indexOf("content-length: ");
    if (length < 0) {
      return "";
    }
    String digits = lower.substring(length + 16, lower.indexOf("\r\n", length));
    return new String(in.readNBytes(Integer.parseInt(digits)), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
