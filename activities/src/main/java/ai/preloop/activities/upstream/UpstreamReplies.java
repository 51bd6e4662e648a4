package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.upstream.ResultRoom.Claim;
import ai.preloop.activities.upstream.UpstreamAnswer.Refused;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the answer to one request in the HTTP response to it (MCP, streamable HTTP transport). */
final class UpstreamReplies {

  private static final Set<Integer> TURNED_AWAY =
      Set.of(400, 401, 403, 404, 405, 406, 413, 415, 429);
  private static final Pattern LOST_SESSION =
      Pattern.compile(
          "\\b(no valid|invalid|unknown|missing) (mcp )?session( id)?\\b|\\bsession (id )?not found\\b",
          Pattern.CASE_INSENSITIVE);

  private static final int LONGEST_REFUSAL = 64 << 10;

  private final Limits limits;
  private final ResultRoom room;

  UpstreamReplies(int resultBytes, ResultRoom room) {
    this.limits = Limits.ANSWER.withBytes(room.atMost(resultBytes));
    this.room = room;
  }

  /** What to do with a message of the server's that comes before its answer to us. */
  interface Between {
    void heard(String method, JsonSlice message);
  }

  /** Reads the answer to the request with this id; {@code inSession} says how to take a 404. */
  UpstreamAnswer read(Exchange exchange, long id, boolean inSession, Between between)
      throws IOException {
    int status = exchange.status();
    if (status < 200 || status > 299) {
      return refusal(exchange, id, inSession);
    }
    try (Claim claim = room.claim(exchange.ends())) {
      return answer(exchange, id, between, claim);
    } catch (IOException e) {
      throw exchange.explain(e);
    } catch (RuntimeException e) {
      throw UnreadableAnswer.because(e);
    }
  }

  private UpstreamAnswer answer(Exchange exchange, long id, Between between, Claim claim)
      throws IOException {
    return switch (exchange.mediaType()) {
      case "application/json" -> plain(exchange, id, claim);
      case "text/event-stream" -> stream(exchange, id, between, claim);
      default ->
          throw new UnreadableAnswer("The upstream server answered with neither JSON nor events.");
    };
  }

  private UpstreamAnswer plain(Exchange exchange, long id, Claim claim) throws IOException {
    byte[] body = bytes(exchange, limits.bytes(), claim);
    JsonSlice message = message(body);
    return answer(message, id)
        .or(() -> errorWithoutId(message))
        .orElseThrow(() -> new UnreadableAnswer("The upstream server answered another request."));
  }

  private UpstreamAnswer stream(Exchange exchange, long id, Between between, Claim claim)
      throws IOException {
    SseReader events = new SseReader(exchange.body(), limits.bytes(), claim);
    for (byte[] event = events.next(); event != null; event = events.next()) {
      JsonSlice message = message(event);
      JsonSlice named = message.member("method");
      String method = named == null ? null : named.text();
      if (method != null) {
        goesOn(exchange, message);
        between.heard(method, message);
      }
      Optional<UpstreamAnswer> answer = method == null ? answer(message, id) : Optional.empty();
      if (answer.isPresent()) {
        exchange.drain();
        return answer.get();
      }
    }
    throw new UnreadableAnswer("The upstream server ended its answer before the result.");
  }

  /** Reads a stream that answers nothing, to its end; false when there is no such stream. */
  boolean hear(Exchange exchange, Between between) throws IOException {
    boolean isStream = exchange.status() == 200 && exchange.mediaType().equals("text/event-stream");
    if (!isStream) {
      return false;
    }
    SseReader events = SseReader.ofSmallEvents(exchange.body());
    for (byte[] event = events.next(); event != null; event = events.next()) {
      JsonSlice message = message(event);
      JsonSlice named = message.member("method");
      String method = named == null ? null : named.text();
      if (method != null) {
        between.heard(method, message);
      }
    }
    return true;
  }

  private static void goesOn(Exchange exchange, JsonSlice message) {
    if (message.member("id") == null) {
      exchange.goesOn();
    } else {
      exchange.waitsForUs();
    }
  }

  private JsonSlice message(byte[] body) throws UnreadableAnswer {
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

  private static Optional<UpstreamAnswer> answer(JsonSlice message, long id)
      throws UnreadableAnswer {
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
  private static Optional<UpstreamAnswer> errorWithoutId(JsonSlice message) {
    @Nullable JsonSlice[] parts = message.pick("id", "error");
    boolean withoutId = parts[0] == null || parts[0].is(JsonType.NULL);
    return withoutId && parts[1] != null && parts[1].is(JsonType.OBJECT)
        ? Optional.of(error(parts[1]))
        : Optional.empty();
  }

  private static UpstreamAnswer error(JsonSlice error) {
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

  /**
   * A status that is no success. 404 in a session means that the session is gone; many servers say
   * 400 and name the session in the text instead. A JSON-RPC error with our id is an answer.
   */
  private UpstreamAnswer refusal(Exchange exchange, long id, boolean inSession) {
    int status = exchange.status();
    if (status == 404 && inSession) {
      return new SessionLost();
    }
    byte[] body = refusalBody(exchange);
    Optional<UpstreamAnswer> answer = jsonRpcError(body, id);
    if (answer.isPresent()) {
      return answer.get();
    }
    if (status == 400 && inSession && saysSessionIsLost(body)) {
      return new SessionLost();
    }
    return wasTurnedAway(status)
        ? new Refused(status)
        : new Unknown(
            ProblemType.UPSTREAM_FAILED,
            "The upstream server answered with HTTP status " + status + ".");
  }

  /**
   * What servers say that answer 400 where the specification has 404; nothing less exact counts.
   */
  private static boolean saysSessionIsLost(byte[] body) {
    return LOST_SESSION.matcher(new String(body, StandardCharsets.UTF_8)).find();
  }

  private byte[] refusalBody(Exchange exchange) {
    try (Claim claim = room.claim(exchange.ends())) {
      return bytes(exchange, LONGEST_REFUSAL, claim);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private Optional<UpstreamAnswer> jsonRpcError(byte[] body, long id) {
    try {
      return answer(message(body), id).filter(UpstreamAnswer.RpcError.class::isInstance);
    } catch (UnreadableAnswer e) {
      return Optional.empty();
    }
  }

  /** Statuses that a server gives before any work is done; every other one may come after it. */
  private static boolean wasTurnedAway(int status) {
    return (status >= 300 && status < 400 && status != 303) || TURNED_AWAY.contains(status);
  }

  private static byte[] bytes(Exchange exchange, int limit, Claim claim) throws IOException {
    int announced = announced(exchange).orElse(4096);
    if (announced > limit) {
      throw UnreadableAnswer.tooLarge(limit);
    }
    InputStream body = exchange.body();
    byte[] bytes = new byte[Math.min(announced, ResultRoom.SMALL) + 1];
    int size = 0;
    for (int read = body.read(bytes);
        read >= 0;
        read = body.read(bytes, size, bytes.length - size)) {
      size += read;
      if (size > limit) {
        throw UnreadableAnswer.tooLarge(limit);
      }
      if (size == bytes.length) {
        int larger = (int) Math.min(2L * size, limit + 1L);
        claim.grow(larger);
        bytes = Arrays.copyOf(bytes, larger);
      }
    }
    return Arrays.copyOf(bytes, size);
  }

  private static OptionalInt announced(Exchange exchange) {
    String length = exchange.header("Content-Length");
    try {
      return length == null
          ? OptionalInt.empty()
          : OptionalInt.of((int) Math.min(Integer.MAX_VALUE - 1, Long.parseLong(length)));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
