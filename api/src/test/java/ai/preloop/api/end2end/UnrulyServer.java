package ai.preloop.api.end2end;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.StrictJson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An MCP server that introduces itself well, and whose tools each break in a way of their own. */
final class UnrulyServer implements AutoCloseable {

  private static final int FLOOD_MIB = 100;

  private final HttpServer server;

  private UnrulyServer(HttpServer server) {
    this.server = server;
  }

  static UnrulyServer start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    UnrulyServer unruly = new UnrulyServer(HttpServer.create(anyPort, 0));
    unruly.server.createContext("/mcp", UnrulyServer::handle);
    unruly.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    unruly.server.start();
    return unruly;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void handle(HttpExchange http) throws IOException {
    try (http) {
      byte[] body = http.getRequestBody().readAllBytes();
      JsonSlice message = body.length == 0 ? null : StrictJson.read(body, StrictJson.Limits.ANSWER);
      JsonSlice id = message == null ? null : message.member("id");
      if (message == null || id == null) {
        http.sendResponseHeaders(202, -1);
        return;
      }
      switch (text(message.member("method"))) {
        case "initialize" ->
            result(
                http,
                id,
                """
                {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"unruly","version":"1"}}\
                """);
        case "tools/list" -> result(http, id, tools());
        default -> misbehave(http, id, name(message));
      }
    }
  }

  private static void misbehave(HttpExchange http, JsonSlice id, String tool) throws IOException {
    switch (tool) {
      case "garble" -> send(http, "<html>not what you asked for");
      case "mumble" ->
          send(http, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"content\":[");
      case "mistake" -> send(http, "{\"jsonrpc\":\"2.0\",\"id\":\"another\",\"result\":{}}");
      case "flood" -> flood(http, id);
      default -> {
        // Closing an exchange that was not answered drops the connection.
      }
    }
  }

  private static void flood(HttpExchange http, JsonSlice id) throws IOException {
    byte[] mebibyte = new byte[1 << 20];
    Arrays.fill(mebibyte, (byte) 'x');
    http.getResponseHeaders().set("Content-Type", "application/json");
    http.sendResponseHeaders(200, 0);
    OutputStream out = http.getResponseBody();
    String head =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\""
            .formatted(id);
    out.write(head.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < FLOOD_MIB; i++) {
      out.write(mebibyte);
    }
    out.write("\"}]}}".getBytes(StandardCharsets.UTF_8));
  }

  private static String tools() {
    StringBuilder tools = new StringBuilder();
    for (String name : new String[] {"garble", "mumble", "mistake", "flood", "hang_up"}) {
      tools.append(tools.isEmpty() ? "" : ",");
      tools.append(
          """
          {"name":"%s","description":"Breaks.","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}}\
          """
              .formatted(name));
    }
    return "{\"tools\":[" + tools + "]}";
  }

  private static void result(HttpExchange http, JsonSlice id, String result) throws IOException {
    send(http, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
  }

  private static void send(HttpExchange http, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json");
    http.sendResponseHeaders(200, bytes.length);
    http.getResponseBody().write(bytes);
  }

  private static String name(JsonSlice message) {
    JsonSlice params = message.member("params");
    return text(params == null ? null : params.member("name"));
  }

  private static String text(@Nullable JsonSlice member) {
    String text = member == null ? null : member.text();
    return text == null ? "" : text;
  }
}
