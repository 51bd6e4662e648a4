package ai.preloop.activities.attempts;

import java.util.Map;
import java.util.TreeMap;

/** How the fake provider answers one request; most of them are bad. */
public sealed interface FakeAnswer {

  /** As its documents say. */
  FakeAnswer USUAL = new Usual();

  /** Takes the request, and never answers. */
  FakeAnswer STALL_BEFORE_HEAD = new StallBeforeHead();

  /** Sends status and headers, and never a byte of the body. */
  FakeAnswer STALL_BEFORE_BODY = new StallAfter(0);

  /** Takes the request and closes the connection. */
  FakeAnswer CUT_BEFORE_HEAD = new CutBeforeHead();

  /** Chunks without end, as fast as they are taken. */
  FakeAnswer FLOOD = new Flood();

  /** What is no HTTP. */
  FakeAnswer GARBAGE = new Garbage();

  record Usual() implements FakeAnswer {}

  record StallBeforeHead() implements FakeAnswer {}

  /** Sends so many frames of a stream, or half of a body that is none, and then nothing. */
  record StallAfter(int frames) implements FakeAnswer {}

  record CutBeforeHead() implements FakeAnswer {}

  /** Sends so many frames of a stream, or half of a body that is none, and cuts the connection. */
  record CutAfter(int frames) implements FakeAnswer {}

  record Flood() implements FakeAnswer {}

  record Garbage() implements FakeAnswer {}

  /** Another answer than its documents say. */
  record Status(int status, Map<String, String> headers, String body) implements FakeAnswer {

    public Status(int status) {
      this(status, Map.of(), "{\"error\":{\"message\":\"fake\",\"type\":\"fake\"}}");
    }

    public Status with(String name, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(name, value);
      return new Status(status, more, body);
    }
  }

  /** The same, as soon as the head of the request is read; its body goes nowhere. */
  record Early(Status status) implements FakeAnswer {}
}
