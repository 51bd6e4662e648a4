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
  private static final JsonSlice NOTHING = JsonSlice.of(new byte[] {'{', '}'});

  private final Listener listener;
  private final Consumer<byte[]> send;
  private int left;

  /** Before one answer; what answers the server's requests is given to {@code send}. */
  Interjections(Listener listener, Consumer<byte[]> send) {
    this(listener, send, MOST_REQUESTS);
  }

  private Interjections(Listener listener, Consumer<byte[]> send, int most) {
    this.listener = listener;
    this.send = send;
    this.left = most;
  }

  /** On a stream that stays: how much is too much there is for the listener to say. */
  static Interjections onStream(Listener listener, Consumer<byte[]> send) {
    return new Interjections(listener, send, Integer.MAX_VALUE);
  }

  /** Whether the server waits for an answer that may take its time, as that to a ping does not. */
  static boolean asks(String method, JsonSlice message) {
    return message.member("id") != null && !method.equals(PING);
  }

  void heard(String method, JsonSlice message) {
    JsonSlice id = message.member("id");
    if (id == null) {
      listener.notified(method, message);
    } else if (!method.equals(PING) && left == 0) {
      new ServerRequest(method, id, message, send).refuse();
    } else {
      left -= method.equals(PING) ? 0 : 1;
      asked(new ServerRequest(method, id, message, send), listener);
    }
  }

  static void asked(ServerRequest request, Listener listener) {
    if (request.method().equals(PING)) {
      request.result(NOTHING);
    } else {
      listener.asked(request);
    }
  }
}
