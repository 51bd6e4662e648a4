package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what servers say: JSON-RPC 2.0 messages of a limited size, one at a time. */
final class RpcMessages {

  private final Limits limits;

  RpcMessages(int bytes) {
    this.limits = Limits.ANSWER.withBytes(bytes);
  }

  /** How many bytes a message may have. */
  int limit() {
    return limits.bytes();
  }

  JsonSlice read(byte[] body) throws UnreadableAnswer {
    try {
      JsonSlice message = StrictJson.read(body, limits);
      JsonSlice version = message.member("jsonrpc");
      if (version != null && "2.0".equals(version.text())) {
        return message;
      }
    } catch (MalformedMessage e) {
      throw new UnreadableAnswer("The upstream server's answer is malformed: " + e.sentence());
    }
    throw new UnreadableAnswer("The upstream server's answer is no JSON-RPC message.");
  }

  /** The method of a request or a notification; null of an answer. */
  static @Nullable String method(JsonSlice message) {
    JsonSlice method = message.member("method");
    return method == null ? null : method.text();
  }

  /** What the message says, if it answers the request with this id. */
  static Optional<UpstreamAnswer> answer(JsonSlice message, long id) throws UnreadableAnswer {
    @Nullable JsonSlice[] parts = message.pick("id", "result", "error");
    if (parts[0] == null || !parts[0].toString().equals(Long.toString(id))) {
      return Optional.empty();
    }
    if (parts[1] != null && parts[1].is(JsonType.OBJECT) && parts[2] == null) {
      JsonSlice isError = parts[1].member("isError");
      return Optional.of(new Result(parts[1], isError != null && isError.isTrue()));
    }
    if (parts[2] != null && parts[2].is(JsonType.OBJECT) && parts[1] == null) {
      return Optional.of(error(parts[2]));
    }
    throw new UnreadableAnswer("The upstream server's answer has neither a result nor an error.");
  }

  /** A server that could not read the id says so with null, or leaves it out. */
  static Optional<UpstreamAnswer> errorWithoutId(JsonSlice message) {
    @Nullable JsonSlice[] parts = message.pick("id", "error");
    boolean withoutId = parts[0] == null || parts[0].is(JsonType.NULL);
    return withoutId && parts[1] != null && parts[1].is(JsonType.OBJECT)
        ? Optional.of(error(parts[1]))
        : Optional.empty();
  }

  /** An error of whoever makes it. */
  static UpstreamAnswer.RpcError error(JsonSlice error) {
    @Nullable JsonSlice[] parts = error.pick("code", "message");
    String message = parts[1] == null ? null : parts[1].text();
    return new UpstreamAnswer.RpcError(code(parts[0]), message == null ? "" : message, error);
  }

  private static long code(@Nullable JsonSlice code) {
    try {
      return code == null ? -32603 : Long.parseLong(code.toString());
    } catch (NumberFormatException e) {
      return -32603;
    }
  }
}
