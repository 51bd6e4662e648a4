package ai.preloop.api.end2end;

import ai.preloop.api.end2end.Http.Reply;
import java.util.HashMap;
import java.util.Map;

/**
 * An agent of revision 2026-07-28 that speaks by hand, so that a test sees and sends every byte.
 */
public record StatelessAgent(Http http, String key, String path) {

  public StatelessAgent(Http http, String key) {
    this(http, key, "/mcp/v1");
  }

  static final String ABOUT =
      """
      "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientInfo":{"name":"tests","version":"2"},\
      "io.modelcontextprotocol/clientCapabilities":{}\
      """;

  /** What it says of itself when it can do this, a JSON object. */
  public static String able(String capabilities) {
    return ABOUT.replace("Capabilities\":{}", "Capabilities\":" + capabilities);
  }

  /** A good request; {@code members} are those of its params beside {@code _meta}. */
  Reply rpc(String method, String members) {
    return send(method, members, ABOUT, Map.of());
  }

  Reply call(String tool, String arguments) {
    return send(
        "tools/call",
        "\"name\":\"%s\",\"arguments\":%s".formatted(tool, arguments),
        ABOUT,
        Map.of("Mcp-Name", tool));
  }

  /** The headers replace those of a good request; an empty one is left out. */
  public Reply send(String method, String members, String meta, Map<String, String> headers) {
    Map<String, String> sent = new HashMap<>(Map.of("Content-Type", "application/json"));
    sent.put("Accept", "application/json, text/event-stream");
    sent.put("MCP-Protocol-Version", "2026-07-28");
    sent.put("Mcp-Method", method);
    sent.putAll(headers);
    sent.values().removeIf(String::isEmpty);
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s\"_meta\":{%s}}}"
            .formatted(method, members.isEmpty() ? "" : members + ",", meta);
    return http.send("POST", path, key, body, sent);
  }
}
