package ai.preloop.cli.client;

import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The least of an MCP client, over streamable HTTP (MCP 2025-11-25, transports): what an agent
 * would say and see.
 */
public final class McpClient implements AutoCloseable {

  private static final String VERSION = "2025-11-25";
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final Address address;
  private final String key;
  private final HttpClient http = Server.client();
  private String session = "";
  private String version = "";
  private int lastId;

  private McpClient(Address address, String key) {
    this.address = address;
    this.key = key;
  }

  /** A session that is ready for calls. */
  public static McpClient open(Address address, String key) {
    var client = new McpClient(address, key);
    client.initialize();
    return client;
  }

  /** The id that the audit trail has this agent's calls under. */
  public String session() {
    return session;
  }

  /** The names of the tools that this agent sees. */
  public Set<String> tools() {
    return request("tools/list", Map.of())
        .path("tools")
        .valueStream()
        .map(tool -> tool.path("name").asString(""))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The whole result; a refusal is one with {@code isError}. */
  public JsonNode call(String tool, JsonNode arguments) {
    return request("tools/call", Map.of("name", tool, "arguments", arguments));
  }

  @Override
  public void close() {
    if (!session.isEmpty()) {
      exchange(request().DELETE());
    }
  }

  private void initialize() {
    var me = Map.of("name", "preloop-demo", "version", "1");
    var offer = Map.of("protocolVersion", VERSION, "capabilities", Map.of(), "clientInfo", me);
    version = Json.words(request("initialize", offer), "protocolVersion");
    post(message("notifications/initialized"));
  }

  private JsonNode request(String method, Map<String, ?> parameters) {
    var message = message(method);
    message.put("id", ++lastId);
    message.put("params", parameters);
    JsonNode answer = answer(post(message), lastId);
    if (answer.has("error")) {
      throw failed(Json.words(answer.path("error"), "message"));
    }
    return answer.path("result");
  }

  private static Map<String, Object> message(String method) {
    return new LinkedHashMap<>(Map.of("jsonrpc", "2.0", "method", method));
  }

  private HttpResponse<byte[]> post(Map<String, Object> message) {
    var body = BodyPublishers.ofByteArray(Json.bytes(Json.of(message)));
    var response = exchange(request().header("Content-Type", "application/json").POST(body));
    if (response.statusCode() / 100 != 2) {
      throw Problems.of(response.statusCode(), Json.read(response.body()), address);
    }
    response.headers().firstValue("Mcp-Session-Id").ifPresent(id -> session = id);
    return response;
  }

  private HttpRequest.Builder request() {
    var request = HttpRequest.newBuilder(address.at("/mcp/v1")).timeout(LONGEST_WAIT);
    request.header("Authorization", "Bearer " + key);
    request.header("Accept", "application/json, text/event-stream");
    if (!session.isEmpty()) {
      request.header("Mcp-Session-Id", session);
    }
    if (!version.isEmpty()) {
      request.header("MCP-Protocol-Version", version);
    }
    return request;
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
    return Server.exchange(http, request.build(), address);
  }

  private static JsonNode answer(HttpResponse<byte[]> response, int id) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith("text/event-stream")) {
      return Json.read(response.body());
    }
    return events(new String(response.body(), StandardCharsets.UTF_8)).stream()
        .filter(message -> message.path("id").asInt(-1) == id && !message.has("method"))
        .findFirst()
        .orElseThrow(() -> failed("The stream ended without an answer."));
  }

  /** The messages of a stream of server-sent events (HTML, section 9.2.6). */
  private static List<JsonNode> events(String stream) {
    return Arrays.stream(stream.replace("\r\n", "\n").split("\n\n", -1))
        .map(McpClient::data)
        .filter(data -> !data.isEmpty())
        .map(Json::read)
        .toList();
  }

  private static String data(String event) {
    return event
        .lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring("data:".length()).strip())
        .reduce("", (data, line) -> data.isEmpty() ? line : data + "\n" + line);
  }

  private static ProblemException failed(String sentence) {
    return new ProblemException(ProblemType.UPSTREAM_FAILED, sentence);
  }
}
