package ai.preloop.api.end2end;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One answer of the MCP endpoint as it comes, event by event. */
public final class HeldStreamReader implements AutoCloseable {

  private final HttpResponse<InputStream> response;
  private final Scanner lines;
  private final List<String> ids = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();

  private HeldStreamReader(HttpResponse<InputStream> response) {
    this.response = response;
    this.lines = new Scanner(response.body(), StandardCharsets.UTF_8);
  }

  /** A call in the agent's session; returns as soon as the answer has begun. */
  public static HeldStreamReader call(Agent agent, String id, String params) throws Exception {
    return call(agent, "", id, params);
  }

  /** The same of a client that says which revision it speaks, where that is not empty. */
  static HeldStreamReader call(Agent agent, String version, String id, String params)
      throws Exception {
    HttpRequest.Builder request = request(agent);
    if (!version.isEmpty()) {
      request.header("MCP-Protocol-Version", version);
    }
    return send(agent, request, body("tools/call", id, params));
  }

  /** Another request, in the agent's session. */
  static HeldStreamReader ask(Agent agent, String method, String id, String params)
      throws Exception {
    return send(agent, request(agent), body(method, id, params));
  }

  private static String body(String method, String id, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
        .formatted(id, method, params);
  }

  private static HeldStreamReader send(Agent agent, HttpRequest.Builder request, String body)
      throws Exception {
    return open(
        agent,
        request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  /** Goes on with a stream after this event. */
  public static HeldStreamReader resume(Agent agent, String lastEvent) throws Exception {
    return open(agent, request(agent).header("Last-Event-ID", lastEvent).GET());
  }

  /** What is said in the agent's session of no request of its own. */
  static HeldStreamReader listen(Agent agent) throws Exception {
    return open(agent.http(), request(agent).GET());
  }

  /** What is said in a subscription of an agent without sessions. */
  static HeldStreamReader listen(StatelessAgent agent, String filter) throws Exception {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":%s,\"_meta\":{%s}}}"
            .formatted(filter, StatelessAgent.ABOUT);
    return open(
        agent.http(),
        request(agent.http(), agent.key())
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "subscriptions/listen")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(Http http, String key) {
    return HttpRequest.newBuilder(http.base().resolve("/mcp/v1"))
        .header("Authorization", "Bearer " + key)
        .header("Accept", "application/json, text/event-stream");
  }

  private static HttpRequest.Builder request(Agent agent) {
    return request(agent.http(), agent.key()).header("Mcp-Session-Id", agent.session());
  }

  private static HeldStreamReader open(Agent agent, HttpRequest.Builder request) throws Exception {
    return open(agent.http(), request);
  }

  private static HeldStreamReader open(Http http, HttpRequest.Builder request) throws Exception {
    HttpClient client = http.client();
    return new HeldStreamReader(client.send(request.build(), BodyHandlers.ofInputStream()));
  }

  public int status() {
    return response.statusCode();
  }

  public String contentType() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  /** The id of the first event that has one; messages before it are passed over. */
  String firstId() {
    while (ids.isEmpty()) {
      read();
    }
    return ids.getFirst();
  }

  /** The next line; where there is none, what came instead is said. */
  private String read() {
    if (!lines.hasNextLine()) {
      throw new AssertionError(
          "The stream ended; status %d, %s, error %s, after %s"
              .formatted(status(), contentType(), lines.ioException(), seen));
    }
    String line = lines.nextLine();
    seen.add(line);
    if (line.startsWith("id: ")) {
      ids.add(line.substring("id: ".length()));
    }
    return line;
  }

  /** The next message; an ended stream fails the test. */
  public JsonNode next() {
    while (true) {
      String line = read();
      if (line.startsWith("data: {")) {
        return JsonMapper.shared().readTree(line.substring("data: ".length()));
      }
    }
  }

  /** The next message of this method; others are passed over. */
  JsonNode next(String method) {
    JsonNode message = next();
    while (!message.path("method").asString("").equals(method)) {
      message = next();
    }
    return message;
  }

  /** The answer, after whatever progress there was. */
  public JsonNode answer() {
    JsonNode message = next();
    while (!message.has("id")) {
      message = next();
    }
    return message;
  }

  /** Whether the stream ends without another message. */
  public boolean isOver() {
    while (lines.hasNextLine()) {
      if (lines.nextLine().startsWith("data: {")) {
        return false;
      }
    }
    return true;
  }

  /** Whether the stream ends without an answer, whatever else comes. */
  boolean endsUnanswered() {
    while (lines.hasNextLine()) {
      if (lines.nextLine().contains("\"result\":")) {
        return false;
      }
    }
    return true;
  }

  /** How many events had an id so far. */
  int countIds() {
    return ids.size();
  }

  public String lastId() {
    return ids.getLast();
  }

  @Override
  public void close() {
    lines.close();
  }
}
