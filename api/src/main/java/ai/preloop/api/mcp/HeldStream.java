package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The events of one held call, numbered on from those that its client has already. */
final class HeldStream {

  /**
   * Clients come back twice, each time after so long, and then the call is lost to them: a few
   * seconds more are nothing to a call that waits for a person, and outlast what is away for a
   * while.
   */
  private static final Duration COME_BACK = Duration.ofSeconds(5);

  /** Twice that is longer than a node takes to stop and to start again. */
  private static final Duration COME_BACK_TO_A_NEW_NODE = Duration.ofSeconds(10);

  private final HeldCall call;
  private final EventStream events;
  private long number;
  private boolean resumable;
  private boolean showsPage;

  HeldStream(HeldCall call, EventStream events) {
    this.call = call;
    this.events = events;
    this.number = call.request().events();
    this.resumable = call.request().isResumed();
  }

  /** Something at once: the client has an id to come back with from the first moment on. */
  void begin() throws IOException {
    if (call.takesMarks()) {
      mark();
    }
    progress(0);
  }

  private void mark() throws IOException {
    events.retryAfter(COME_BACK);
    number++;
    Optional<String> id = id();
    if (id.isPresent()) {
      events.mark(id.get());
      resumable = true;
    }
  }

  /**
   * What keeps a client waiting (MCP, Utilities, Progress); only a comment where it gave no token.
   */
  void progress(long seconds) throws IOException {
    JsonSlice token = call.request().progressToken();
    if (token == null) {
      events.comment("waiting");
      return;
    }
    // Progress must increase from one notification to the next, over all streams of the request.
    number = Math.max(number + 1, seconds);
    String message = "%s waits for a person.".formatted(call.pending().approval().target().tool());
    Optional<String> id = id();
    resumable = resumable || id.isPresent();
    events.message(
        id,
        utf8(
            """
            {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%s,"progress":%d,"message":%s}}\
            """
                .formatted(token, number, JsonText.quote(message))));
  }

  /** A request of ours to the client, which comes back for none that it missed. */
  void show(byte[] page) throws IOException {
    events.message(Optional.empty(), page);
    showsPage = true;
  }

  /** What was done on the page is done (Elicitation, Completion Notifications for URL Mode). */
  void decided() throws IOException {
    if (showsPage) {
      events.message(
          Optional.empty(),
          utf8(
              """
              {"jsonrpc":"2.0","method":"notifications/elicitation/complete","params":{"elicitationId":"%s"}}\
              """
                  .formatted(call.ref().approvalId())));
    }
  }

  /** The end of it; there is nothing to come back for, so the event has no id. */
  void answer(Told told) throws IOException {
    byte[] body = call.answered(told).body();
    events.message(Optional.empty(), Objects.requireNonNull(body));
  }

  /** Whether the client has an id to come back with. */
  boolean isResumable() {
    return resumable;
  }

  /** This node ends the stream; the client goes on with it at any other. */
  void comeBack() throws IOException {
    if (call.takesMarks()) {
      events.retryAfter(COME_BACK_TO_A_NEW_NODE);
    }
    events.comment("come back with the last event id");
  }

  private Optional<String> id() {
    return call.isStateless()
        ? Optional.empty()
        : EventId.of(call.ref().approvalId(), number, call.request());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
