package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import java.util.function.Consumer;

/**
 * What a server says before its answer to us: a ping is answered here, all else is for whoever
 * hears it, as far as it is not too much.
 */
final class Interjections {

  private static final int MOST_REQUESTS = 32;
  private static final JsonSlice NOTHING = JsonSlice.of(new byte[] {'{', '}'});

  private final Listener listener;
  private final Consumer<byte[]> send;
  private int left = MOST_REQUESTS;

  /** Answers to the server's requests are given to {@code send}. */
  Interjections(Listener listener, Consumer<byte[]> send) {
    this.listener = listener;
    this.send = send;
  }

  void heard(String method, JsonSlice message) {
    JsonSlice id = message.member("id");
    if (id == null) {
      listener.notified(method, message);
    } else if (left > 0) {
      left--;
      asked(new ServerRequest(method, id, message, send), listener);
    }
  }

  static void asked(ServerRequest request, Listener listener) {
    if (request.method().equals("ping")) {
      request.result(NOTHING);
    } else {
      listener.asked(request);
    }
  }
}
