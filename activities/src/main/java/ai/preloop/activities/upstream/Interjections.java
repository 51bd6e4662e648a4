package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import java.util.function.Consumer;

/**
 * What a server says before its answer to us: a ping is answered here, all else is for whoever
 * hears it; requests that are too many are refused.
 */
final class Interjections {

  private static final String PING = "ping";
  private static final int MOST_REQUESTS = 32;
  private static final int MOST_POLLS = 1_000;
  private static final JsonSlice NOTHING = JsonSlice.of(new byte[] {'{', '}'});

  private final Listener listener;
  private final Consumer<byte[]> send;
  private int left;
  private int pollsLeft;

  /** Before one answer; what answers the server's requests is given to {@code send}. */
  Interjections(Listener listener, Consumer<byte[]> send) {
    this(listener, send, MOST_REQUESTS, MOST_POLLS);
  }

  private Interjections(Listener listener, Consumer<byte[]> send, int most, int polls) {
    this.listener = listener;
    this.send = send;
    this.left = most;
    this.pollsLeft = polls;
  }

  /** On a stream that stays: how much is too much there is for the listener to say. */
  static Interjections onStream(Listener listener, Consumer<byte[]> send) {
    return new Interjections(listener, send, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Whether the server waits for an answer that may take its time, as that to a ping does not. */
  static boolean asks(String method, JsonSlice message) {
    return message.member("id") != null && !method.equals(PING);
  }

  void heard(String method, JsonSlice message) {
    JsonSlice id = message.member("id");
    if (id == null) {
      listener.notified(method, message);
    } else if (isLeft(method)) {
      asked(new ServerRequest(method, id, message, send), listener);
    } else {
      new ServerRequest(method, id, message, send).refuse();
    }
  }

  private boolean isLeft(String method) {
    return switch (method) {
      case PING -> true;
      case ServerRequest.POLL -> pollsLeft-- > 0;
      default -> left-- > 0;
    };
  }

  static void asked(ServerRequest request, Listener listener) {
    if (request.method().equals(PING)) {
      request.result(NOTHING);
    } else {
      listener.asked(request);
    }
  }
}
