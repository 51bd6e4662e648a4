package ai.preloop.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A Preloop that says what it is told to say, and remembers what it was asked. */
final class PreloopFixture implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, Deque<Function<Received, Reply>>> replies = new ConcurrentHashMap<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  PreloopFixture() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  record Received(
      String method, String path, String query, Map<String, String> headers, String body) {

    String authorization() {
      return headers.getOrDefault("authorization", "");
    }
  }

  record Reply(int status, String contentType, Map<String, String> headers, String body) {

    static Reply json(int status, String body) {
      return new Reply(status, "application/json", Map.of(), body);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The last reply to a request stays; {@code request} is {@code GET /api/v1/tools}. */
  PreloopFixture on(String request, Function<Received, Reply> reply) {
    replies.computeIfAbsent(request, key -> new ArrayDeque<>()).add(reply);
    return this;
  }

  PreloopFixture on(String request, int status, String json) {
    return on(request, asked -> Reply.json(status, json));
  }

  /** For REST, which lives under {@code /api/v1}. */
  PreloopFixture rest(String request, int status, String json) {
    return on(request.replaceFirst(" ", " /api/v1"), status, json);
  }

  /** Takes the password {@code correct} for a token that may do all. */
  PreloopFixture withOwner() {
    return rest("POST /auth/token/json", 200, "{\"access_token\":\"owner-token\"}");
  }

  List<Received> received() {
    return received;
  }

  Received last() {
    return received.getLast();
  }

  Received only(String request) {
    return received.stream()
        .filter(asked -> (asked.method() + " " + asked.path()).equals(request))
        .reduce((a, b) -> {
          throw new AssertionError("more than one " + request);
        })
        .orElseThrow(() -> new AssertionError("no " + request + " in " + received));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var asked = read(exchange);
      received.add(asked);
      var reply = reply(asked);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static Received read(HttpExchange exchange) throws IOException {
    var headers = new ConcurrentHashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    var uri = exchange.getRequestURI();
    String query = uri.getQuery() == null ? "" : uri.getQuery();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return new Received(exchange.getRequestMethod(), uri.getRawPath(), query, headers, body);
  }

  private synchronized Reply reply(Received asked) {
    var queue = replies.get(asked.method() + " " + asked.path());
    if (queue == null) {
      return Reply.json(404, "{\"detail\":\"The fixture has no answer to this.\"}");
    }
    var reply = queue.size() > 1 ? queue.remove() : queue.element();
    return reply.apply(asked);
  }
}
