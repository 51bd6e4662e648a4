package ai.preloop.api.mcp;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request, as a stream of events that the first of them opens. A client that is
 * gone hears nothing, and what is done for it goes on.
 */
final class InterimStream implements Interim {

  private final HttpServletResponse response;
  private final boolean acceptsEvents;
  private @Nullable EventStream events;
  private boolean over;

  InterimStream(HttpServletResponse response, boolean acceptsEvents) {
    this.response = response;
    this.acceptsEvents = acceptsEvents;
  }

  @Override
  public boolean acceptsEvents() {
    return acceptsEvents;
  }

  @Override
  public synchronized boolean keepAlive() {
    return sends(stream -> stream.comment("open"));
  }

  @Override
  public synchronized boolean send(byte[] message) {
    return sends(stream -> stream.message(Optional.empty(), message));
  }

  private interface Writing {
    void to(EventStream stream) throws IOException;
  }

  private boolean sends(Writing writing) {
    if (!acceptsEvents || over) {
      return false;
    }
    try {
      if (events == null) {
        events = EventStream.open(response);
      }
      writing.to(events);
      return true;
    } catch (IOException e) {
      over = true; // Its client has gone away.
      return false;
    }
  }

  @Override
  public synchronized void end() {
    over = true;
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
