package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Resource;
import ai.preloop.activities.sessions.McpSession;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON-RPC response: HTTP status, body, the session that was opened by it, and what is to be done
 * once it was written.
 */
record RpcAnswer(
    int status,
    byte @Nullable [] body,
    @Nullable String openedSession,
    @Nullable Runnable afterwards)
    implements McpAnswer {

  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INVALID_REQUEST = -32600;
  static final int INTERNAL_ERROR = -32603;

  /** Refused by policy or a person, or not to be had; of the codes that servers may choose. */
  static final int REFUSED = -32010;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RpcAnswer(int status, byte @Nullable [] body) {
    this(status, body, null, null);
  }

  /** Taken, and there is nothing to say. */
  static RpcAnswer accepted() {
    return empty(202);
  }

  static RpcAnswer empty(int status) {
    return new RpcAnswer(status, null);
  }

  /** A result whose bytes go out as they are. */
  static RpcAnswer result(@Nullable JsonSlice id, byte[] result) {
    return new RpcAnswer(200, message(id, "result", result, 0, result.length));
  }

  static RpcAnswer result(@Nullable JsonSlice id, JsonSlice result) {
    return new RpcAnswer(
        200, message(id, "result", result.array(), result.from(), result.length()));
  }

  static RpcAnswer result(@Nullable JsonSlice id, Map<String, Object> result) {
    return result(id, JSON.writeValueAsBytes(result));
  }

  /** An upstream server's error, as it is. */
  static RpcAnswer error(@Nullable JsonSlice id, JsonSlice error) {
    return new RpcAnswer(200, message(id, "error", error.array(), error.from(), error.length()));
  }

  /** The same in a session; what means something else in its revision goes out as one of ours. */
  static RpcAnswer error(McpSession session, @Nullable JsonSlice id, JsonSlice error) {
    if (session.isStateless() && UpstreamCodes.isMissingCapability(error)) {
      return new RpcAnswer(400, error(id, error).body());
    }
    return session.isStateless() && UpstreamCodes.isMisread(error.member("code"))
        ? error(200, id, INTERNAL_ERROR, UpstreamCodes.message(error))
        : error(id, error);
  }

  static RpcAnswer error(int status, @Nullable JsonSlice id, int code, String sentence) {
    return error(status, id, Map.of("code", code, "message", sentence));
  }

  static RpcAnswer error(
      int status, @Nullable JsonSlice id, int code, String sentence, Map<String, Object> data) {
    return error(status, id, Map.of("code", code, "message", sentence, "data", data));
  }

  private static RpcAnswer error(int status, @Nullable JsonSlice id, Map<String, Object> error) {
    byte[] json = JSON.writeValueAsBytes(error);
    return new RpcAnswer(status, message(id, "error", json, 0, json.length));
  }

  /** A result in a session of this revision. */
  static RpcAnswer result(McpSession session, @Nullable JsonSlice id, JsonSlice result) {
    return session.isStateless() ? result(id, CompleteResult.of(result)) : result(id, result);
  }

  /** The same of a request by this method: what was read is good for the moment (Caching). */
  static RpcAnswer result(
      McpSession session, @Nullable JsonSlice id, String method, JsonSlice result) {
    return session.isStateless() && method.equals(Resource.READ)
        ? result(id, CompleteResult.fresh(result, 0))
        : result(session, id, result);
  }

  /** Called once it was written. */
  void done() {
    if (afterwards != null) {
      afterwards.run();
    }
  }

  /** A list, or whatever else a client of revision 2026-07-28 may keep for a while. */
  static RpcAnswer fresh(McpSession session, @Nullable JsonSlice id, JsonSlice result) {
    return session.isStateless()
        ? result(id, CompleteResult.fresh(result, StatelessMethods.FRESH_MILLIS))
        : result(id, result);
  }

  /** What was told of a request: only a tool call has results that say that it was refused. */
  static RpcAnswer told(
      @Nullable McpSession session, @Nullable JsonSlice id, Target of, Told told) {
    String sentence = told.sentence();
    if (sentence != null && !of.method().equals(Tool.CALL)) {
      return error(200, id, REFUSED, sentence);
    }
    return session == null
        ? result(id, told.result())
        : result(session, id, of.method(), JsonSlice.of(told.result()));
  }

  /** The same answer to the request of this id. */
  RpcAnswer to(@Nullable JsonSlice id) {
    return body == null || id == null
        ? this
        : new RpcAnswer(
            status, JsonSlice.of(body).with("id", id).toBytes(), openedSession, afterwards);
  }

  RpcAnswer opening(String session) {
    return new RpcAnswer(status, body, session, afterwards);
  }

  RpcAnswer then(Runnable work) {
    return new RpcAnswer(status, body, openedSession, work);
  }

  private static byte[] message(
      @Nullable JsonSlice id, String member, byte[] value, int from, int length) {
    String before =
        "{\"jsonrpc\":\"2.0\",\"id\":" + (id == null ? "null" : id) + ",\"" + member + "\":";
    byte[] head = before.getBytes(StandardCharsets.UTF_8);
    byte[] message = Arrays.copyOf(head, head.length + length + 1);
    System.arraycopy(value, from, message, head.length, length);
    message[message.length - 1] = '}';
    return message;
  }
}
