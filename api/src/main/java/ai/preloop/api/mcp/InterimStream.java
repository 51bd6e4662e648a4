package ai.preloop.api.mcp;

import ai.preloop.api.mcp.CallStreams.Name;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request, as a stream of events that the first of them opens. A client that is
 * gone hears nothing, and what is done for it goes on; one that has an id to come back with goes on
 * with the stream in another response.
 */
final class InterimStream implements Interim {

  private static final Duration COME_BACK = Duration.ofSeconds(1);

  /** Shorter than what lies between lets an idle connection be. */
  private static final Duration TICK = Duration.ofSeconds(5);

  private final HttpServletResponse response;
  private final boolean acceptsEvents;
  private final @Nullable Resumption resumption;
  private final List<Question> questions = new ArrayList<>();
  private @Nullable EventStream events;
  private @Nullable Name name;
  private byte @Nullable [] answer;
  private @Nullable HeldCall held;
  private boolean isHeardElsewhere;
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

  /** What a server asks the client, for as long as it waits for that. */
  private record Question(byte[] message, BooleanSupplier isOpen) {}

  @Override
  public boolean acceptsEvents() {
    return acceptsEvents;
  }

  @Override
  public synchronized boolean keepAlive() {
    return sends(stream -> stream.comment("open"));
  }

  @Override
  public synchronized boolean isLost() {
    return lost && !over;
  }

  @Override
  public synchronized boolean send(byte[] message) {
    return sends(stream -> stream.message(Optional.empty(), message));
  }

  /** A client that can come back is asked when it does. */
  @Override
  public synchronized boolean ask(byte[] message, BooleanSupplier isOpen) {
    boolean isSent = send(message);
    if (name == null || over) {
      return isSent;
    }
    questions.add(new Question(message, isOpen));
    return true;
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
      mark(stream, name);
    }
    return stream;
  }

  private static void mark(EventStream stream, Name name) throws IOException {
    stream.retryAfter(COME_BACK);
    stream.mark(name.id());
  }

  @Override
  public synchronized void end() {
    close();
  }

  private void close() {
    over = true;
    if (resumption != null && name != null) {
      boolean isKept = resumption.streams().ended(name, this, answer == null ? 0 : answer.length);
      answer = isKept ? answer : null;
    }
    notifyAll();
  }

  /** Ends what was begun with the answer; false when nothing was begun. */
  synchronized boolean endsWith(RpcAnswer given) {
    byte[] body = over ? null : given.body();
    if (events != null && body != null) {
      send(body);
      answer = body; // It may not have arrived.
    }
    close();
    return events != null;
  }

  /** Becomes a call that is held; false where its client hears it in another response by now. */
  synchronized boolean endsAs(HeldCall call) {
    held = isHeardElsewhere ? call : call.resumed();
    close();
    return !isHeardElsewhere;
  }

  /**
   * Goes on with it in another response, until it has ended, is gone on with once more, or {@code
   * mayGoOn} says that nobody may; what it became is to be held in that response.
   */
  synchronized Optional<HeldCall> goOn(HttpServletResponse other, BooleanSupplier mayGoOn)
      throws IOException {
    if (held == null && !hears(EventStream.open(other), mayGoOn)) {
      return Optional.empty();
    }
    HeldCall now = held;
    held = now == null ? null : now.resumed();
    return Optional.ofNullable(now);
  }

  /** False where another response took its place. */
  private boolean hears(EventStream mine, BooleanSupplier mayGoOn) throws IOException {
    events = mine;
    lost = false;
    isHeardElsewhere = true;
    notifyAll();
    try {
      begin(mine);
      while (events == mine && !over && !lost && mayGoOn.getAsBoolean()) {
        keepAlive();
        wait(TICK.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(mine);
    }
    return events == mine;
  }

  private void leave(EventStream mine) {
    if (events == mine) {
      isHeardElsewhere = false;
      lost = true;
    }
  }

  private void begin(EventStream mine) throws IOException {
    if (name != null) {
      mark(mine, name);
    }
    questions.removeIf(question -> !question.isOpen().getAsBoolean());
    for (Question question : questions) {
      mine.message(Optional.empty(), question.message());
    }
    if (answer != null) {
      mine.message(Optional.empty(), answer);
    }
  }
}
