package ai.preloop.api.mcp;

import ai.preloop.api.mcp.CallStreams.Name;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request, as a stream of events that the first of them opens. A client that is
 * gone hears nothing, and what is done for it goes on; one that has an id to come back with goes on
 * with the stream in another response.
 */
final class InterimStream implements Interim {

  private static final Duration COME_BACK = Duration.ofSeconds(1);

  private final HttpServletResponse response;
  private final boolean acceptsEvents;
  private final @Nullable Resumption resumption;
  private @Nullable EventStream events;
  private @Nullable Name name;
  private byte @Nullable [] answer;
  private boolean lost;
  private boolean over;

  /** {@code resumption} is null where nobody comes back. */
  InterimStream(
      HttpServletResponse response, boolean acceptsEvents, @Nullable Resumption resumption) {
    this.response = response;
    this.acceptsEvents = acceptsEvents;
    this.resumption = resumption;
  }

  /** Where a client finds its stream again. */
  record Resumption(CallStreams streams, String session) {}

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
    if (!acceptsEvents || over || lost) {
      return false;
    }
    try {
      writing.to(events == null ? opened() : events);
      return true;
    } catch (IOException e) {
      lost = true; // Its client has gone away.
      notifyAll();
      return false;
    }
  }

  private EventStream opened() throws IOException {
    EventStream stream = EventStream.open(response);
    events = stream;
    if (resumption != null) {
      name = resumption.streams().opened(resumption.session(), this);
      stream.retryAfter(COME_BACK);
      stream.mark(name.id());
    }
    return stream;
  }

  @Override
  public synchronized void end() {
    over = true;
    notifyAll();
  }

  /** Ends what was begun with the answer; false when nothing was begun. */
  synchronized boolean endsWith(RpcAnswer given) {
    if (events == null) {
      over = true;
      return false;
    }
    answer = over ? null : given.body();
    keep();
    if (answer != null) {
      send(answer);
    }
    over = true;
    notifyAll();
    return true;
  }

  /** What is written may not arrive, so that it is kept either way. */
  private void keep() {
    if (resumption != null && name != null) {
      resumption.streams().ended(name, this, answer == null ? 0 : answer.length);
    }
  }

  /** Goes on with it in another response, until it has ended or is gone on with once more. */
  synchronized void goOn(HttpServletResponse other) throws IOException {
    EventStream mine = EventStream.open(other);
    events = mine;
    lost = false;
    notifyAll();
    if (answer != null) {
      mine.message(Optional.empty(), answer);
    }
    try {
      while (events == mine && !over && !lost) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
