package ai.preloop.activities.secrets.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.secrets.vault.FakeEngine.Answer;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server on loopback that speaks what we use of Vault's HTTP API: signing in, tokens, and a KV
 * secrets engine of version 2 at {@code secret}, each namespace with its own. Time passes in it
 * when it is told to.
 */
public final class FakeVault implements AutoCloseable {

  private static final String ENGINE = "/v1/secret/";

  private final HttpServer server;
  private final AtomicLong ahead = new AtomicLong();
  private final Map<String, FakeEngine> engines = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Function<String, Optional<Answer>> instead = path -> Optional.empty();
  private volatile CountDownLatch answering = new CountDownLatch(0);
  private volatile String hanging = "";
  private volatile @Nullable String raw;
  final FakeTokens tokens = new FakeTokens(this::nanoTime);

  private FakeVault(HttpServer server) {
    this.server = server;
  }

  public static FakeVault start() {
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      FakeVault vault = new FakeVault(HttpServer.create(anyPort, 0));
      vault.server.createContext("/", vault::handle);
      vault.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      vault.server.start();
      return vault;
    } catch (IOException e) {
      throw new IllegalStateException("No loopback port", e);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A token that it takes. */
  public String token() {
    return tokens.make();
  }

  /** What was asked, as method and path. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  public Set<String> paths() {
    return engine("").paths();
  }

  /** The value of the newest version, as an operator would read it. */
  public Optional<String> value(String path) {
    return Optional.ofNullable(engine("").read(path, 0).body())
        .flatMap(body -> body.path("data").path("data").path("value").asStringOpt());
  }

  /** As {@code vault kv put} does: a new version with this field only. */
  public void rotate(String path, String value) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.putObject("data").put("value", value);
    engine("").write(path, body);
  }

  /** As {@code vault kv delete} does. */
  public void delete(String path) {
    engine("").delete(path);
  }

  FakeEngine engine(String namespace) {
    return engines.computeIfAbsent(namespace, _ -> new FakeEngine());
  }

  /** What it says instead of what it would, by the path; empty for what it would. */
  public void answerInstead(Function<String, Optional<Answer>> other) {
    instead = other;
  }

  /** Every request is answered with this status and these errors. */
  public void refuse(int status, String... errors) {
    answerInstead(_ -> Optional.of(FakeEngine.errors(status, errors)));
  }

  /** Every request is answered with this body. */
  public void say(String body) {
    raw = body;
  }

  public void recover() {
    raw = null;
    answering.countDown();
    answerInstead(_ -> Optional.empty());
  }

  /** Nothing is answered until it recovers. */
  public void hang() {
    hangAt("");
  }

  /** The same for paths with this beginning. */
  void hangAt(String beginning) {
    answering = new CountDownLatch(1);
    hanging = beginning;
  }

  void pass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  long nanoTime() {
    return System.nanoTime() + ahead.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      JsonNode body =
          JsonMapper.shared().readTree(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      asked.add(exchange.getRequestMethod() + " " + path);
      if (path.startsWith(hanging)) {
        answering.await();
      }
      String given = raw;
      if (given != null) {
        send(exchange, 200, given);
        return;
      }
      Answer answer = instead.apply(path).orElseGet(() -> answer(exchange, path, body));
      send(exchange, answer.status(), answer.body() == null ? "" : answer.body().toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Answer answer(HttpExchange exchange, String path, JsonNode body) {
    if (!header(exchange, "X-Vault-Request").equals("true")) {
      return FakeEngine.errors(412, "required header 'X-Vault-Request' is missing");
    }
    if (path.startsWith("/v1/auth/") && path.endsWith("/login")) {
      return login(path.split("/", -1)[3], body);
    }
    String token = header(exchange, "X-Vault-Token");
    if (!tokens.knows(token)) {
      return FakeEngine.errors(
          403, "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n");
    }
    return switch (path) {
      case "/v1/auth/token/lookup-self" -> new Answer(200, tokens.lookup(token));
      case "/v1/auth/token/renew-self" ->
          tokens.isRenewable(token)
              ? new Answer(200, tokens.renew(token))
              : FakeEngine.errors(400, "lease is not renewable");
      default -> secret(exchange, path, body);
    };
  }

  private Answer login(String method, JsonNode body) {
    return tokens
        .login(method, body)
        .map(auth -> {
          ObjectNode answer = JsonMapper.shared().createObjectNode();
          answer.set("auth", auth);
          return new Answer(200, answer);
        })
        .orElseGet(() ->
            method.equals("approle")
                ? FakeEngine.errors(400, "invalid role or secret ID")
                : FakeEngine.errors(403, "permission denied"));
  }

  private Answer secret(HttpExchange exchange, String path, JsonNode body) {
    if (!path.startsWith(ENGINE)) {
      return FakeEngine.errors(
          404, "no handler for route \"%s\". route entry not found.".formatted(path));
    }
    FakeEngine engine = engine(header(exchange, "X-Vault-Namespace"));
    String below = path.substring(ENGINE.length());
    String key = below.substring(below.indexOf('/') + 1);
    String query = exchange.getRequestURI().getQuery();
    int version = query == null ? 0 : Integer.parseInt(query.substring("version=".length()));
    return switch (exchange.getRequestMethod() + " " + below.substring(0, below.indexOf('/'))) {
      case "GET data" -> engine.read(key, version);
      case "POST data" -> engine.write(key, body);
      case "DELETE metadata" -> engine.erase(key);
      default -> FakeEngine.errors(405, "unsupported operation");
    };
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  @Override
  public void close() {
    answering.countDown();
    server.stop(0);
  }
}
