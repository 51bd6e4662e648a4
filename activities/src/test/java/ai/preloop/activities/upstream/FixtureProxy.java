package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy on loopback that connects to whatever it is asked for, and remembers it. */
final class FixtureProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final String answer;

  private FixtureProxy(ServerSocket listening, String answer) {
    this.listening = listening;
    this.answer = answer;
  }

  /** Answers each request to connect so. */
  static FixtureProxy start(String status) {
    try {
      FixtureProxy proxy =
          new FixtureProxy(
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
              "HTTP/1.1 " + status + "\r\nProxy-Agent: fixture\r\n\r\n");
      Thread.ofPlatform().daemon().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new IllegalStateException("No loopback port", e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** The first lines of all requests. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String line = head(client.getInputStream());
      asked.add(line);
      client.getOutputStream().write(answer.getBytes(US_ASCII));
      if (answer.startsWith("HTTP/1.1 200")) {
        URI target = URI.create("http://" + line.split(" ", 3)[1]);
        try (Socket server = new Socket(target.getHost(), target.getPort())) {
          Thread back = Thread.ofPlatform().daemon().start(() -> pipe(server, client));
          pipe(client, server);
          back.join();
        }
      }
    } catch (IOException e) {
      asked.add("broken: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream from) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = from.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  private static void pipe(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of the two is gone, and so is the way between them.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
