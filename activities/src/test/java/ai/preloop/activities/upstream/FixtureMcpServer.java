package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.StrictJson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A well-behaved MCP server on loopback: two tools to start with, sessions, and a record of every
 * request. What a test wants otherwise it sets.
 */
public final class FixtureMcpServer implements AutoCloseable {

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final Map<String, Tool> tools = new ConcurrentSkipListMap<>();
  private final Map<String, String> questions = new ConcurrentHashMap<>();
  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> results = new ConcurrentHashMap<>();
  private volatile String capabilities = "{\"tools\":{}}";
  private volatile String instructions = "";
  private volatile boolean events;
  private volatile boolean stateless;
  private volatile boolean modern;
  private volatile String beforeResult = "";
  private volatile Runnable beforeOpening = () -> {};
  private volatile int pageSize = Integer.MAX_VALUE;
  private volatile String version = "2025-11-25";
  private volatile int unauthorizedWithout;
  private volatile String neededHeader = "";
  private volatile String neededValue = "";
  private volatile Predicate<String> takes = token -> true;
  private volatile String challenge = "";
  private volatile int elsewhere = 404;
  private volatile String guarded = "-";
  private volatile Predicate<String> takesForMore = _ -> true;
  private volatile List<String> moreChallenges = List.of();

  private FixtureMcpServer(HttpServer server) {
    this.server = server;
  }

  /** Starts a server with the tools {@code echo} and {@code pay}. */
  public static FixtureMcpServer start() {
    return start(0);
  }

  /** The same at this port, where another one was before. */
  public static FixtureMcpServer start(int port) {
    try {
      return start(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
    } catch (IOException e) {
      throw new IllegalStateException("No loopback port", e);
    }
  }

  /** The same over TLS, for clients with a certificate only. */
  public static FixtureMcpServer start(SSLContext tls) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(
          new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
              SSLParameters needed = getSSLContext().getDefaultSSLParameters();
              needed.setNeedClientAuth(true);
              parameters.setSSLParameters(needed);
            }
          });
      return start(server);
    } catch (IOException e) {
      throw new IllegalStateException("No loopback port", e);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static FixtureMcpServer start(HttpServer server) {
    FixtureMcpServer fixture = new FixtureMcpServer(server);
    fixture.tool("echo", "{\"readOnlyHint\":true}", arguments -> text(arguments));
    fixture.tool("pay", "{\"destructiveHint\":true}", arguments -> text("paid"));
    fixture.server.createContext("/mcp", fixture::handle);
    fixture.server.createContext("/", fixture::elsewhere);
    fixture.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    fixture.server.start();
    return fixture;
  }

  /** The result of a tool that says one thing. */
  public static String text(String said) {
    return "{\"content\":[{\"type\":\"text\",\"text\":" + JsonText.quote(said) + "}]}";
  }

  public URI url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
  }

  /** Adds or replaces a tool; it is given the raw arguments and gives the raw result. */
  public void tool(String name, String annotations, Function<String, String> run) {
    String definition =
        """
        {"name":%s,"description":"A fixture.","inputSchema":{"type":"object"},"annotations":%s}\
        """
            .formatted(JsonText.quote(name), annotations);
    tools.put(name, new Tool(definition, run));
  }

  /** Asks this, once, before a tool is run: a result of revision 2026-07-28. */
  public void ask(String tool, String question) {
    questions.put(tool, question);
  }

  /** Adds or replaces a tool that is defined by these bytes. */
  public void define(String name, String definition) {
    define(name, definition, arguments -> text(name));
  }

  /** The same, which is run so. */
  public void define(String name, String definition, Function<String, String> run) {
    tools.put(name, new Tool(definition, run));
  }

  public void removeTool(String name) {
    tools.remove(name);
  }

  /** From now on results come as events, after these (whole events, or none). */
  public void answerWithEvents(String before) {
    this.beforeResult = before;
    this.events = true;
  }

  /** What it declares from now on, as a JSON object. */
  public void declare(String capabilities) {
    this.capabilities = capabilities;
  }

  /** What it would have agents know from now on. */
  public void instruct(String words) {
    this.instructions = words;
  }

  /** From now on it answers a method that it does not know otherwise with this result. */
  public void answer(String method, String result) {
    results.put(method, result);
  }

  /** From now on no session is opened. */
  public void beStateless() {
    this.stateless = true;
  }

  /** From now on it speaks revision 2026-07-28 and no other, as strictly as that asks for. */
  public void speakWithoutSessions() {
    this.stateless = true;
    this.modern = true;
  }

  /** Done before each session is opened from now on. */
  public void whenOpening(Runnable before) {
    this.beforeOpening = before;
  }

  public void pageBy(int size) {
    this.pageSize = size;
  }

  public void speak(String protocolVersion) {
    this.version = protocolVersion;
  }

  /** From now on requests without this header get this status. */
  public void require(String header, String value, int otherwise) {
    this.neededHeader = header;
    this.neededValue = value;
    this.unauthorizedWithout = otherwise;
  }

  /** From now on every address but its own is answered so, with nothing. */
  public void answerElsewhere(int status) {
    this.elsewhere = status;
  }

  private void elsewhere(HttpExchange http) throws IOException {
    try (http) {
      http.sendResponseHeaders(elsewhere, -1);
    }
  }

  /** From now on requests need a bearer token that this takes; others are challenged so. */
  public void requireToken(Predicate<String> good, String challengedWith) {
    this.takes = good;
    this.challenge = challengedWith;
  }

  /**
   * From now on requests with this method need a token that is good for more, or get 403 with these
   * challenges.
   */
  public void requireMore(String rpcMethod, Predicate<String> good, List<String> challenges) {
    this.guarded = rpcMethod;
    this.takesForMore = good;
    this.moreChallenges = List.copyOf(challenges);
  }

  public void forgetSessions() {
    sessions.clear();
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The bodies of the tool calls that were run, as they came. */
  public List<String> calls() {
    return requests.stream()
        .filter(request -> request.ran && "tools/call".equals(request.rpcMethod))
        .map(Request::body)
        .toList();
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String rpcMethod = body.isEmpty() ? "" : stringMember(body, "method");
      int refusal = refusal(http, rpcMethod);
      requests.add(
          new Request(
              http.getRequestMethod(),
              rpcMethod,
              body,
              Map.copyOf(http.getRequestHeaders()),
              refusal == 0));
      if (refusal != 0 || !http.getRequestMethod().equals("POST")) {
        http.sendResponseHeaders(refusal == 0 ? 200 : refusal, -1);
      } else {
        answer(http, body, rpcMethod);
      }
    }
  }

  private int refusal(HttpExchange http, String rpcMethod) {
    if (!challenge.isEmpty() && !takes.test(token(http))) {
      http.getResponseHeaders().set("WWW-Authenticate", challenge);
      return 401;
    }
    if (rpcMethod.equals(guarded) && !takesForMore.test(token(http))) {
      http.getResponseHeaders().put("WWW-Authenticate", moreChallenges);
      return 403;
    }
    if (!neededHeader.isEmpty()
        && !neededValue.equals(http.getRequestHeaders().getFirst(neededHeader))) {
      return unauthorizedWithout;
    }
    String session = http.getRequestHeaders().getFirst("Mcp-Session-Id");
    boolean opens = rpcMethod.equals("initialize");
    if (opens || stateless) {
      return 0;
    }
    return session == null ? 400 : sessions.contains(session) ? 0 : 404;
  }

  private static String token(HttpExchange http) {
    String header = http.getRequestHeaders().getFirst("Authorization");
    return header != null && header.startsWith("Bearer ") ? header.substring(7) : "";
  }

  private void answer(HttpExchange http, String body, String rpcMethod) throws IOException {
    JsonSlice id = read(body).member("id");
    if (id == null || rpcMethod.isEmpty()) {
      http.sendResponseHeaders(202, -1);
      return;
    }
    String fault = modern ? fault(http, body, rpcMethod) : "";
    String result = fault.isEmpty() ? result(http, body, rpcMethod) : "\"error\":" + fault;
    String answer = "{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + result + "}";
    boolean asEvents = events && rpcMethod.equals("tools/call");
    byte[] bytes =
        (asEvents ? beforeResult + "event: message\ndata: " + answer + "\n\n" : answer)
            .getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders()
        .set("Content-Type", asEvents ? "text/event-stream" : "application/json");
    http.sendResponseHeaders(fault.isEmpty() ? 200 : 400, asEvents ? 0 : bytes.length);
    http.getResponseBody().write(bytes);
  }

  /** What is wrong with a request of revision 2026-07-28, as its error; empty when nothing is. */
  private static String fault(HttpExchange http, String body, String rpcMethod) {
    JsonSlice params = read(body).member("params");
    JsonSlice meta = params == null ? null : params.member("_meta");
    boolean said =
        params != null
            && meta != null
            && stringMember(meta.toString(), "io.modelcontextprotocol/protocolVersion")
                .equals("2026-07-28")
            && meta.member("io.modelcontextprotocol/clientCapabilities") != null;
    if (params == null || !said || rpcMethod.equals("initialize")) {
      return "{\"code\":-32602,\"message\":\"The request says nothing of itself\"}";
    }
    String name = params.member("uri") == null ? "name" : "uri";
    boolean same =
        "2026-07-28".equals(http.getRequestHeaders().getFirst("MCP-Protocol-Version"))
            && rpcMethod.equals(http.getRequestHeaders().getFirst("Mcp-Method"))
            && (params.member(name) == null
                || stringMember(params.toString(), name)
                    .equals(http.getRequestHeaders().getFirst("Mcp-Name")));
    return same ? "" : "{\"code\":-32020,\"message\":\"Header mismatch\"}";
  }

  private String result(HttpExchange http, String body, String rpcMethod) {
    return switch (!modern && rpcMethod.equals("server/discover") ? "" : rpcMethod) {
      case "initialize" -> "\"result\":" + opened(http);
      case "server/discover" ->
          """
          "result":{"resultType":"complete","supportedVersions":["2026-07-28"],\
          "capabilities":{"tools":{}},"ttlMs":0,"cacheScope":"private"}\
          """;
      case "ping" -> "\"result\":{}";
      case "tools/list" -> "\"result\":" + page(body);
      case "tools/call" -> called(body);
      default ->
          results.containsKey(rpcMethod)
              ? "\"result\":" + results.get(rpcMethod)
              : "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}";
    };
  }

  private String opened(HttpExchange http) {
    beforeOpening.run();
    if (!stateless) {
      String session = UUID.randomUUID().toString();
      sessions.add(session);
      http.getResponseHeaders().set("Mcp-Session-Id", session);
    }
    return """
    {"protocolVersion":"%s","capabilities":%s,"serverInfo":{"name":"fixture","version":"1"},\
    "instructions":%s}\
    """
        .formatted(version, capabilities, JsonText.quote(instructions));
  }

  private String page(String body) {
    JsonSlice params = read(body).member("params");
    JsonSlice cursor = params == null ? null : params.member("cursor");
    int from = cursor == null ? 0 : Integer.parseInt(String.valueOf(cursor.text()));
    int to = (int) Math.min((long) from + pageSize, tools.size());
    List<String> all = tools.values().stream().map(Tool::definition).toList();
    String next = to < all.size() ? ",\"nextCursor\":\"" + to + "\"" : "";
    return "{\"tools\":[" + String.join(",", all.subList(from, to)) + "]" + next + "}";
  }

  private String called(String body) {
    JsonSlice params = read(body).member("params");
    Tool tool = params == null ? null : tools.get(stringMember(params.toString(), "name"));
    if (params == null || tool == null) {
      return "\"error\":{\"code\":-32602,\"message\":\"Unknown tool\"}";
    }
    JsonSlice arguments = params.member("arguments");
    String question = questions.get(stringMember(params.toString(), "name"));
    if (question != null && params.member("inputResponses") == null) {
      return "\"result\":" + question;
    }
    return "\"result\":" + tool.run.apply(arguments == null ? "{}" : arguments.toString());
  }

  private static String stringMember(String object, String name) {
    JsonSlice member = read(object).member(name);
    String text = member == null ? null : member.text();
    return text == null ? "" : text;
  }

  private static JsonSlice read(String json) {
    return StrictJson.read(json.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.ANSWER);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** A request that came; {@code ran} is false when it was turned away. */
  public record Request(
      String httpMethod,
      String rpcMethod,
      String body,
      Map<String, List<String>> headers,
      boolean ran) {

    /** The first value of a header, or "". */
    public String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  private record Tool(String definition, Function<String, String> run) {}
}
