package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.api.mcp.HeldCall.Request;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of an event in a held call's stream: {@code <approval>.<number>.<request>}. It carries
 * what any node needs to go on with the stream, and nothing that its owner does not know; who may
 * go on with it, the request's row says.
 */
record EventId(UUID approval, Request request) {

  /**
   * A client may choose ids as long as it likes; one that is too long for a header is not resumed.
   */
  private static final int LONGEST = 1_000;

  /** The id of the stream's next event; empty where the request's own id is too long to carry. */
  static Optional<String> of(UUID approval, long number, Request request) {
    JsonSlice token = request.progressToken();
    String carried =
        "%d\n%s\n%s"
            .formatted(
                request.waited().since().toEpochMilli(), request.id(), token == null ? "" : token);
    String id =
        "%s.%d.%s"
            .formatted(
                approval,
                number,
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(carried.getBytes(StandardCharsets.UTF_8)));
    return id.length() <= LONGEST ? Optional.of(id) : Optional.empty();
  }

  /** Reads an id that a client sends back; empty for whatever is not one of ours. */
  static Optional<EventId> parse(String text, InstantSource clock) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3 || text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      byte[] carried = Base64.getUrlDecoder().decode(parts[2]);
      String[] lines = new String(carried, StandardCharsets.UTF_8).split("\n", -1);
      return lines.length == 3
          ? Optional.of(read(UUID.fromString(parts[0]), Long.parseLong(parts[1]), lines, clock))
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException | MalformedMessage e) {
      return Optional.empty();
    }
  }

  private static EventId read(UUID approval, long number, String[] lines, InstantSource clock) {
    if (number < 1) {
      throw new IllegalArgumentException("The first event of a stream has number one");
    }
    return new EventId(
        approval,
        new Request(
            scalar(lines[1]),
            lines[2].isEmpty() ? null : scalar(lines[2]),
            Waited.since(Instant.ofEpochMilli(Long.parseLong(lines[0])), clock),
            number));
  }

  private static JsonSlice scalar(String json) {
    JsonSlice value = StrictJson.read(json.getBytes(StandardCharsets.UTF_8), Limits.REQUEST);
    if (!value.is(JsonType.STRING) && !value.is(JsonType.NUMBER)) {
      throw new IllegalArgumentException("Neither a string nor a number");
    }
    return value;
  }
}
