package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.end2end.Http.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/** An agent that speaks MCP by hand, so that a test sees and sends every byte. */
public record Agent(Http http, String key, String session, AtomicLong ids) {

  public static Agent connect(Http http, String key) {
    return connect(http, key, "2025-11-25");
  }

  /** One that speaks this revision of MCP. */
  public static Agent connect(Http http, String key, String version) {
    Agent stranger = new Agent(http, key, "", new AtomicLong());
    Reply opened =
        stranger.rpc(
            "initialize",
            """
            {"protocolVersion":"%s","capabilities":{},"clientInfo":{"name":"tests","version":"1"}}\
            """
                .formatted(version));
    opened.expect(200);
    String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
    return new Agent(http, key, session, stranger.ids);
  }

  /** Calls a tool; what comes back is its result. */
  public JsonNode call(String tool, String arguments) {
    JsonNode answer = callForReply(tool, arguments).expect(200);
    assertThat(answer.has("result")).as(answer.toString()).isTrue();
    return answer.path("result");
  }

  public Reply callForReply(String tool, String arguments) {
    return rpc("tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
  }

  /** A payment that a person is asked about; what comes back is the id of the request. */
  public String payLater(String recipient) {
    JsonNode pending =
        call("pay_invoice", "{\"amount\":120.5,\"recipient\":\"%s\"}".formatted(recipient));
    assertThat(pending.at("/structuredContent/status").asString("")).isEqualTo("pending_approval");
    return pending.at("/structuredContent/request_id").asString();
  }

  public JsonNode status(String approval) {
    return call("get_approval_status", "{\"request_id\":\"%s\"}".formatted(approval))
        .path("structuredContent");
  }

  /** The payments of the demo server to this recipient, as lines. */
  public long payments(String recipient) {
    return call("list_payments", "{}")
        .at("/content/0/text")
        .asString()
        .lines()
        .filter(line -> line.endsWith(" to " + recipient))
        .count();
  }

  public Reply rpc(String method, String params) {
    return post(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
            .formatted(ids.incrementAndGet(), method, params),
        Map.of());
  }

  /** Sends this body; the headers replace those of a good request. */
  public Reply post(String body, Map<String, String> headers) {
    Map<String, String> sent = new HashMap<>(Map.of("Content-Type", "application/json"));
    sent.put("Accept", "application/json, text/event-stream");
    if (!session.isEmpty()) {
      sent.put("Mcp-Session-Id", session);
    }
    sent.putAll(headers);
    sent.values().removeIf(String::isEmpty);
    return http.send("POST", "/mcp/v1", key, body, sent);
  }
}
