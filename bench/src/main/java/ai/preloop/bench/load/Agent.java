package ai.preloop.bench.load;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An MCP client of one server: it opens a session for each connection and calls tools in it. */
public record Agent(int port, String path, String key, String call) implements Load.Target {

  private static final JsonMapper JSON = JsonMapper.shared();

  public static Agent through(Product product, String call) throws IOException {
    return new Agent(product.port(), "/mcp/v1", product.agentKey(), call);
  }

  static Agent direct(int port, String call) {
    return new Agent(port, "/mcp", "", call);
  }

  /** A tool call with these arguments, as JSON. */
  public static String call(String tool, String arguments) {
    return """
    {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"%s","arguments":%s}}\
    """
        .formatted(tool, arguments);
  }

  @Override
  public byte[] request(Connection connection) throws IOException {
    return Connection.post(path, inSession(connection), call);
  }

  /** What each request of a session carries, once that is opened. */
  public Map<String, String> inSession(Connection connection) throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, text/event-stream");
    if (!key.isEmpty()) {
      headers.put("Authorization", "Bearer " + key);
    }
    String session =
        connection
            .send(Connection.post(path, headers, OPENING))
            .headers()
            .getOrDefault("mcp-session-id", "");
    if (!session.isEmpty()) {
      headers.put("Mcp-Session-Id", session);
    }
    headers.put("MCP-Protocol-Version", "2025-11-25");
    return headers;
  }

  /** Asks for what a person must approve, and gives the id of the request. */
  String ask(Connection connection, Map<String, String> session, String mark) throws IOException {
    String body = call("pay", "{\"mark\":\"%s\"}".formatted(mark));
    JsonNode answer = JSON.readTree(connection.send(Connection.post(path, session, body)).body());
    String id = answer.at("/result/structuredContent/request_id").asString("");
    if (id.isEmpty()) {
      throw new IOException("Nobody was asked: " + answer);
    }
    return id;
  }

  private static final String OPENING =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}\
      """;
}
