package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server of revision 2024-11-05 over HTTP: what it is posted is answered on its stream. */
final class SseServer implements AutoCloseable {

  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

  private final HttpServer server;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> posts = new CopyOnWriteArrayList<>();
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private volatile @Nullable HttpExchange stream;
  volatile String endpoint = "/messages?session=7";
  volatile int streamStatus = 200;
  volatile int postStatus = 202;
  volatile boolean answering = true;

  SseServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/sse", this::stream);
    server.createContext("/messages", this::post);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/sse");
  }

  List<String> posts() {
    return posts;
  }

  List<String> credentials() {
    return credentials;
  }

  private void stream(HttpExchange exchange) throws IOException {
    credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(streamStatus, 0);
    stream = exchange;
    say(": hello\n\n");
    if (!endpoint.isEmpty()) {
      say("event: endpoint\ndata: " + endpoint + "\n\n");
    }
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void post(HttpExchange exchange) throws IOException {
    credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    posts.add(exchange.getRequestURI() + " " + body);
    exchange.sendResponseHeaders(postStatus, -1);
    exchange.close();
    Matcher id = ID.matcher(body);
    if (id.find() && postStatus == 202 && answering) {
      say(
          "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}\n\n"
              .formatted(id.group(1), result(body)));
    }
  }

  private static String result(String body) {
    return body.contains("\"initialize\"")
        ? "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}"
        : "{\"content\":[]}";
  }

  void say(String events) throws IOException {
    OutputStream out = Objects.requireNonNull(stream).getResponseBody();
    out.write(events.getBytes(UTF_8));
    out.flush();
  }

  void cut() {
    Objects.requireNonNull(stream).close();
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
  }
}
