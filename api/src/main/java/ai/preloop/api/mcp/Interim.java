package ai.preloop.api.mcp;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes to a client before the answer to its request: a stream of events, which the first of
 * them opens. A client that is gone hears nothing, and what is done for it goes on.
 */
final class Interim {

  private final HttpServletResponse response;
  private final boolean acceptsEvents;
  private @Nullable EventStream events;
  private boolean over;

  Interim(HttpServletResponse response, boolean acceptsEvents) {
    this.response = response;
    this.acceptsEvents = acceptsEvents;
  }

  boolean acceptsEvents() {
    return acceptsEvents;
  }

  /** Sends a message; false when the client cannot hear it, or not any more. */
  synchronized boolean send(byte[] message) {
    if (!acceptsEvents || over) {
      return false;
    }
    try {
      if (events == null) {
        events = EventStream.open(response);
      }
      events.message(Optional.empty(), message);
      return true;
    } catch (IOException e) {
      over = true; // Its client has gone away.
      return false;
    }
  }

  /** Ends what was begun with the answer; false when nothing was begun. */
  synchronized boolean endsWith(RpcAnswer answer) throws IOException {
    boolean gone = over;
    over = true;
    if (events == null) {
      return false;
    }
    byte[] body = answer.body();
    if (!gone && body != null) {
      events.message(Optional.empty(), body);
    }
    return true;
  }
}
