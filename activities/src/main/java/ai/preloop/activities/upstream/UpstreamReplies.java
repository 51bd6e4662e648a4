package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.upstream.ResultRoom.Claim;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Finds the answer to one request in the HTTP response to it (MCP, streamable HTTP transport). */
final class UpstreamReplies {

  private static final Pattern LOST_SESSION =
      Pattern.compile(
          "\\b(no valid|invalid|unknown|missing) (mcp )?session( id)?\\b|\\bsession (id )?not found\\b",
          Pattern.CASE_INSENSITIVE);

  private static final String ENDED_EARLY =
      "The upstream server ended its answer before the result.";
  private static final int LARGEST_NOTICE = 1 << 20;
  private static final int LONGEST_REFUSAL = 64 << 10;

  private final RpcMessages messages;
  private final ResultRoom room;

  UpstreamReplies(RpcMessages messages, ResultRoom room) {
    this.messages = messages;
    this.room = room;
  }

  /** Reads the answer to the request with this id; {@code inSession} says how to take a 404. */
  UpstreamAnswer read(Exchange exchange, long id, boolean inSession, Interjections between)
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

  private UpstreamAnswer answer(Exchange exchange, long id, Interjections between, Claim claim)
      throws IOException {
    return switch (exchange.mediaType()) {
      case "application/json" -> plain(exchange, id, claim);
      case "text/event-stream" -> stream(exchange, id, between, claim);
      default ->
          throw new UnreadableAnswer("The upstream server answered with neither JSON nor events.");
    };
  }

  private UpstreamAnswer plain(Exchange exchange, long id, Claim claim) throws IOException {
    byte[] body = bytes(exchange, messages.limit(), claim);
    JsonSlice message = messages.read(body);
    return RpcMessages.answer(message, id)
        .or(() -> RpcMessages.errorWithoutId(message))
        .orElseThrow(() -> new UnreadableAnswer("The upstream server answered another request."));
  }

  private UpstreamAnswer stream(Exchange exchange, long id, Interjections between, Claim claim)
      throws IOException {
    SseReader events = new SseReader(exchange.body(), messages.limit(), claim);
    try {
      return answer(exchange, id, between, events);
    } catch (UnreadableAnswer | CutStreamException e) {
      throw e;
    } catch (IOException e) {
      throw cut(exchange, events, e);
    }
  }

  private static IOException cut(Exchange exchange, SseReader events, IOException end) {
    return events.lastId().isEmpty() || exchange.late()
        ? end
        : new CutStreamException(exchange.until(), events, end);
  }

  /**
   * Reads what comes of the answer to a request on a stream that goes on where another broke off;
   * {@link UnreadableAnswer} when the server has no such stream.
   */
  UpstreamAnswer goneOn(Exchange exchange, long id, Interjections between) throws IOException {
    int status = exchange.status();
    if (status < 200 || status > 299 || !exchange.mediaType().equals("text/event-stream")) {
      throw new UnreadableAnswer(ENDED_EARLY);
    }
    return read(exchange, id, true, between);
  }

  private UpstreamAnswer answer(Exchange exchange, long id, Interjections between, SseReader events)
      throws IOException {
    for (byte[] event = events.next(); event != null; event = events.next()) {
      JsonSlice message = messages.read(event);
      String method = RpcMessages.method(message);
      if (method != null) {
        goesOn(exchange, method, message);
        between.heard(method, message);
      }
      Optional<UpstreamAnswer> answer =
          method == null ? RpcMessages.answer(message, id) : Optional.empty();
      if (answer.isPresent()) {
        exchange.drain();
        return answer.get();
      }
    }
    throw cut(exchange, events, new UnreadableAnswer(ENDED_EARLY));
  }

  /**
   * Reads a stream that answers nothing, to its end; false when there is no such stream, or the
   * session is lost. Any other refusal may be over when it is asked for again.
   */
  boolean hear(Exchange exchange, Interjections all) throws IOException {
    int status = exchange.status();
    if (status < 200 || status > 299) {
      return status != 405 && status != 404;
    }
    if (!exchange.mediaType().equals("text/event-stream")) {
      return false;
    }
    Intake intake = new Intake(LARGEST_NOTICE, () -> room.claim(exchange.ends()));
    SseReader events = new SseReader(exchange.body(), intake);
    for (byte[] event = events.next(); event != null; event = events.next()) {
      JsonSlice message = messages.read(event);
      String method = RpcMessages.method(message);
      if (method != null) {
        all.heard(method, message);
      }
      intake.dropped();
    }
    return true;
  }

  private static void goesOn(Exchange exchange, String method, JsonSlice message) {
    if (Interjections.asks(method, message)) {
      exchange.waitsForUs();
    } else {
      exchange.goesOn();
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
    return exchange
        .reason()
        .<UpstreamAnswer>map(sentence -> new UpstreamAnswer.Refused(status, sentence))
        .orElseGet(() -> Endings.ofStatus(status));
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
      return RpcMessages.answer(messages.read(body), id)
          .filter(UpstreamAnswer.RpcError.class::isInstance);
    } catch (UnreadableAnswer e) {
      return Optional.empty();
    }
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
