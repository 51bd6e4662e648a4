package ai.preloop.api.end2end;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.StrictJson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A server with one tool, which samples, under the progress token 7, and answers once it has been
 * answered.
 */
final class SamplingServer implements AutoCloseable {

  private static final String SAMPLING =
      """
      {"jsonrpc":"2.0","id":"q","method":"sampling/createMessage","params":\
      {"messages":[],"maxTokens":1,"_meta":{"progressToken":7}}}\
      """;

  private final String tool;
  private final HttpServer server;
  private final List<String> progress = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<String> answered = new CompletableFuture<>();

  SamplingServer(String tool) throws IOException {
    this.tool = tool;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/mcp", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
  }

  /** The notices of progress that came, as they came. */
  List<String> progress() {
    return List.copyOf(progress);
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      byte[] body = http.getRequestBody().readAllBytes();
      String text = new String(body, StandardCharsets.UTF_8);
      if (body.length == 0) {
        http.sendResponseHeaders(405, -1);
        return;
      }
      JsonSlice message = StrictJson.read(body, StrictJson.Limits.ANSWER);
      JsonSlice method = message.member("method");
      JsonSlice id = message.member("id");
      if (id != null && method != null) {
        answer(http, String.valueOf(method.text()), id.toString());
        return;
      }
      if (method == null) {
        answered.complete(text);
      } else if ("notifications/progress".equals(method.text())) {
        progress.add(text);
      }
      http.sendResponseHeaders(202, -1);
    }
  }

  private void answer(HttpExchange http, String method, String id) throws IOException {
    switch (method) {
      case "initialize" ->
          send(
              http,
              id,
              """
              {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"sampling","version":"1"}}\
              """);
      case "tools/list" ->
          send(
              http,
              id,
              """
              {"tools":[{"name":"%s","description":"Samples.","inputSchema":{"type":"object"}}]}\
              """
                  .formatted(tool));
      default -> sample(http, id);
    }
  }

  private void sample(HttpExchange http, String id) throws IOException {
    answered = new CompletableFuture<>();
    http.getResponseHeaders().set("Content-Type", "text/event-stream");
    http.sendResponseHeaders(200, 0);
    event(http, SAMPLING);
    answered.join();
    event(
        http,
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"sampled\"}]}}"
            .formatted(id));
  }

  private static void event(HttpExchange http, String message) throws IOException {
    http.getResponseBody()
        .write(("event: message\ndata: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
    http.getResponseBody().flush();
  }

  private static void send(HttpExchange http, String id, String result) throws IOException {
    byte[] bytes =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}"
            .formatted(id, result)
            .getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json");
    http.sendResponseHeaders(200, bytes.length);
    http.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    answered.complete("");
    server.stop(0);
  }
}
